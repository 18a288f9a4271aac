"""The runtime's own messages as Apache Thrift writes and reads them: python3 messages.py GENERATED PROTOCOL.

Prints a line of JSON: each message in hex. Then reads lines `name hex` from stdin and prints what is in them.
"""

import json
import sys

generated, protocol_name = sys.argv[1:]
sys.path.insert(0, generated)

from thrift.protocol import TBinaryProtocol, TCompactProtocol, TJSONProtocol
from thrift.transport import TTransport

from thrift_faas import Runtime
from thrift_faas.ttypes import AttachedResult, Envelope, EnvelopeCaller

PROTOCOLS = {
    "binary": TBinaryProtocol.TBinaryProtocol,
    "compact": TCompactProtocol.TCompactProtocol,
    "json": TJSONProtocol.TJSONProtocol,
}

CALLER = {"partition": "Grüße", "id": "i", "step": "1", "fingerprint": "f", "store": "s", "functionName": "main", "token": b"\0\xff"}
VALUES = {
    "whole": Envelope("i", "r", 2**62, 3, EnvelopeCaller(**CALLER), 500, True, "00-0-0-01"),
    "usual": Envelope("i", "r", 0),
    "callback": Runtime.thrift_faas_callback_args("p", "i", "1", "f", "S.m", "c", -1, b"\x80", "reply", b"\0"),
    "attach": Runtime.thrift_faas_attach_args("m", "i"),
    "attached": Runtime.thrift_faas_attach_result(AttachedResult("exception", b"\x01")),
}


def write(value):
    transport = TTransport.TMemoryBuffer()
    value.write(PROTOCOLS[protocol_name](transport))
    return transport.getvalue()


def read(kind, data):
    value = kind()
    value.read(PROTOCOLS[protocol_name](TTransport.TMemoryBuffer(data)))
    return value


print(json.dumps({name: write(value).hex() for name, value in VALUES.items()}))
for line in sys.stdin:
    name, data = line.split()
    value = read(type(VALUES[name]), bytes.fromhex(data))
    print(name, value == VALUES[name])
