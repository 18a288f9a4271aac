"""What client and server agree on: the generated code, the protocols, the services."""

import importlib
import sys

from thrift.protocol import TBinaryProtocol, TCompactProtocol, TJSONProtocol

import plain


class OldBinary(TBinaryProtocol.TBinaryProtocol):
    """Writes headers without a version, as Thrift had them at first, and reads no others."""

    def __init__(self, trans):
        super().__init__(trans, strictWrite=False)

    def readMessageBegin(self):
        name = self.readString()
        return name, self.readByte(), self.readI32()


class OldBinaryFactory:
    def getProtocol(self, trans):
        return OldBinary(trans)


PROTOCOLS = {
    "binary": TBinaryProtocol.TBinaryProtocolFactory,
    "binary-old": OldBinaryFactory,
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
