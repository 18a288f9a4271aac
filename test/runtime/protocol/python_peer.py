"""Apache Thrift's Python library as the other end: writes and reads values of any type, without generated code.

Standard input: a JSON list of {protocol, name, shape, value, bytes}. Standard output: for each, what Python writes for
the value, and what it reads from the bytes. Shapes and values are those of shapes.ts; i64s are strings, binaries and
the bytes of doubles are hex.
"""

import json
import struct
import sys

from thrift.protocol.TBinaryProtocol import TBinaryProtocol
from thrift.protocol.TCompactProtocol import TCompactProtocol
from thrift.protocol.TJSONProtocol import TJSONProtocol
from thrift.Thrift import TMessageType, TType
from thrift.transport.TTransport import TMemoryBuffer

PROTOCOLS = {
    "binary": TBinaryProtocol,
    "binary-old": lambda transport: TBinaryProtocol(transport, strictWrite=False),
    "compact": TCompactProtocol,
    "json": TJSONProtocol,
}
TYPES = {
    "bool": TType.BOOL, "i8": TType.BYTE, "i16": TType.I16, "i32": TType.I32, "i64": TType.I64,
    "double": TType.DOUBLE, "string": TType.STRING, "binary": TType.STRING, "list": TType.LIST,
    "set": TType.SET, "map": TType.MAP, "struct": TType.STRUCT,
}


def write(out, shape, value):
    kind = shape["type"]
    if kind == "bool":
        out.writeBool(value)
    elif kind == "i8":
        out.writeByte(value)
    elif kind == "i16":
        out.writeI16(value)
    elif kind == "i32":
        out.writeI32(value)
    elif kind == "i64":
        out.writeI64(int(value))
    elif kind == "double":
        out.writeDouble(struct.unpack("!d", bytes.fromhex(value))[0])
    elif kind == "string":
        out.writeString(value)
    elif kind == "binary":
        out.writeBinary(bytes.fromhex(value))
    elif kind == "list" or kind == "set":
        begin, end = (out.writeListBegin, out.writeListEnd) if kind == "list" else (out.writeSetBegin, out.writeSetEnd)
        begin(TYPES[shape["of"]["type"]], len(value))
        for element in value:
            write(out, shape["of"], element)
        end()
    elif kind == "map":
        out.writeMapBegin(TYPES[shape["key"]["type"]], TYPES[shape["value"]["type"]], len(value))
        for key, mapped in value:
            write(out, shape["key"], key)
            write(out, shape["value"], mapped)
        out.writeMapEnd()
    elif kind == "struct":
        out.writeStructBegin("Sample")
        for (field, inner), part in zip(shape["fields"], value):
            out.writeFieldBegin("field", TYPES[inner["type"]], field)
            write(out, inner, part)
            out.writeFieldEnd()
        out.writeFieldStop()
        out.writeStructEnd()


def read(inp, shape):
    kind = shape["type"]
    if kind == "bool":
        return inp.readBool()
    if kind == "i8":
        return inp.readByte()
    if kind == "i16":
        return inp.readI16()
    if kind == "i32":
        return inp.readI32()
    if kind == "i64":
        return str(inp.readI64())
    if kind == "double":
        return struct.pack("!d", inp.readDouble()).hex()
    if kind == "string":
        return inp.readString()
    if kind == "binary":
        return inp.readBinary().hex()
    if kind == "list" or kind == "set":
        begin, end = (inp.readListBegin, inp.readListEnd) if kind == "list" else (inp.readSetBegin, inp.readSetEnd)
        element, size = begin()
        assert element == TYPES[shape["of"]["type"]]
        values = [read(inp, shape["of"]) for _ in range(size)]
        end()
        return values
    if kind == "map":
        key, mapped, size = inp.readMapBegin()
        # An empty map has no types in the compact protocol.
        assert size == 0 or (key, mapped) == (TYPES[shape["key"]["type"]], TYPES[shape["value"]["type"]])
        entries = [[read(inp, shape["key"]), read(inp, shape["value"])] for _ in range(size)]
        inp.readMapEnd()
        return entries
    fields = dict(shape["fields"])
    values = {}
    inp.readStructBegin()
    while True:
        _, kind, field = inp.readFieldBegin()
        if kind == TType.STOP:
            break
        assert kind == TYPES[fields[field]["type"]]
        values[field] = read(inp, fields[field])
        inp.readFieldEnd()
    inp.readStructEnd()
    return [values[field] for field, _ in shape["fields"]]


def answer(request):
    output = TMemoryBuffer()
    protocol = PROTOCOLS[request["protocol"]](output)
    protocol.writeMessageBegin(request["name"], TMessageType.CALL, 7)
    write(protocol, request["shape"], request["value"])
    protocol.writeMessageEnd()

    given = TMemoryBuffer(bytes.fromhex(request["bytes"]))
    protocol = PROTOCOLS[request["protocol"]](given)
    name, kind, seqid = protocol.readMessageBegin()
    value = read(protocol, request["shape"])
    protocol.readMessageEnd()
    # The reader of JSON looks one byte ahead, never further.
    assert given.read(1) == b"", "bytes are left"
    if isinstance(name, bytes):
        name = name.decode()
    return {"bytes": output.getvalue().hex(), "header": [name, kind, seqid], "value": value}


json.dump([answer(request) for request in json.load(sys.stdin)], sys.stdout)
