"""Apache Thrift's Python as a codec: python3 codec.py GENERATED. Answers line by line until its input ends.

A line {module, struct, protocol, value, bytes}: the answer is what Python writes for the value, and what it writes for what
it has read from the bytes.
"""

import importlib
import json
import sys

from thrift.protocol import TBinaryProtocol, TCompactProtocol, TJSONProtocol
from thrift.transport.TTransport import TMemoryBuffer

import plain

PROTOCOLS = {
    "binary": TBinaryProtocol.TBinaryProtocol,
    "compact": TCompactProtocol.TCompactProtocol,
    "json": TJSONProtocol.TJSONProtocol,
}

sys.path.insert(0, sys.argv[1])


def write(protocol, value):
    buffer = TMemoryBuffer()
    value.write(PROTOCOLS[protocol](buffer))
    return buffer.getvalue().hex()


def read(protocol, cls, data):
    buffer = TMemoryBuffer(data)
    value = cls()
    # Exceptions are immutable in Python: theirs returns a new one.
    value = value.read(PROTOCOLS[protocol](buffer)) or value
    # The reader of JSON looks one byte ahead, never further.
    assert buffer.read(1) == b"", "bytes are left"
    return value


def answer(module, struct, protocol, value, bytes):
    types = importlib.import_module(module + ".ttypes")
    plain.keep_order(types)
    cls = getattr(types, struct)
    written = write(protocol, plain.struct_from_plain(cls, value))
    return {"written": written, "again": write(protocol, read(protocol, cls, bytearray.fromhex(bytes)))}


for line in sys.stdin:
    try:
        print(json.dumps(answer(**json.loads(line))), flush=True)
    except Exception as error:
        print(json.dumps({"failed": "%s: %s" % (type(error).__name__, error)}), flush=True)
