"""What client and server agree on: the generated code, the protocols, the services."""

import importlib
import sys

from thrift.protocol import TBinaryProtocol, TCompactProtocol, TJSONProtocol

import plain

PROTOCOLS = {
    "binary": TBinaryProtocol.TBinaryProtocolFactory,
    "compact": TCompactProtocol.TCompactProtocolFactory,
    "json": TJSONProtocol.TJSONProtocolFactory,
}

SERVICES = {}
PARENTS = {"ThirdService": "SecondService"}


def load(generated):
    """Imports what Debian's compiler has made of cross_test.thrift."""
    sys.path.insert(0, generated)
    for name in ("ThriftTest", "SecondService", "ThirdService"):
        SERVICES[name] = importlib.import_module("cross_test." + name)
        plain.keep_order(SERVICES[name])
    types = importlib.import_module("cross_test.ttypes")
    plain.keep_order(types)
    return types
