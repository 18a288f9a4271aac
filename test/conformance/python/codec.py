"""Apache Thrift's Python as a codec: python3 codec.py GENERATED. Answers line by line until its input ends.

A line {module, struct, protocol, value, bytes}: the answer is what Python writes for the value, by itself and with its library
in C, and what it writes for what it has read from the bytes.
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
IN_C = {
    "binary": TBinaryProtocol.TBinaryProtocolAccelerated,
    "compact": TCompactProtocol.TCompactProtocolAccelerated,
}

sys.path.insert(0, sys.argv[1])


def write(make, value):
    buffer = TMemoryBuffer()
    value.write(make(buffer))
    return buffer.getvalue().hex()


def read(make, cls, data):
    buffer = TMemoryBuffer(data)
    value = cls()
    # Exceptions are immutable in Python: theirs returns a new one.
    value = value.read(make(buffer)) or value
    # The reader of JSON looks one byte ahead, never further.
    assert buffer.read(1) == b"", "bytes are left"
    return value


def answer(module, struct, protocol, value, bytes):
    types = importlib.import_module(module + ".ttypes")
    plain.keep_order(types)
    cls = getattr(types, struct)
    given = plain.struct_from_plain(cls, value)
    data = bytearray.fromhex(bytes)
    make = PROTOCOLS[protocol]
    make_in_c = IN_C.get(protocol, make)
    # Of a struct without fields, all that comes is unknown, and skipped; in C, for Python itself skips no binary.
    read(make_in_c, types.Nothing, data)
    return {
        "written": write(make, given),
        "writtenInC": write(make_in_c, given),
        "again": write(make, read(make, cls, data)),
    }


for line in sys.stdin:
    try:
        print(json.dumps(answer(**json.loads(line))), flush=True)
    except Exception as error:
        print(json.dumps({"failed": "%s: %s" % (type(error).__name__, error)}), flush=True)
