"""Between the objects of Debian's generated code and JSON, by the types in their `thrift_spec`; see ../plain.ts."""

import math

from thrift.Thrift import TType


class OrderedSet(dict):
    """A set that keeps the order its elements came in, as their bytes do; Python's own has one that changes from run to run."""

    def __init__(self, elements=()):
        super().__init__((element, None) for element in elements)

    def add(self, element):
        self[element] = None


def keep_order(module):
    """Has the module's generated readers make sets that keep their order."""
    module.set = OrderedSet


def from_plain(kind, about, plain):
    if kind == TType.DOUBLE:
        return float(plain)
    if kind == TType.I64:
        return int(plain)
    if kind == TType.STRING:
        return bytes.fromhex(plain) if about == "BINARY" else plain
    if kind == TType.STRUCT:
        return struct_from_plain(about[0], plain)
    if kind == TType.LIST:
        return [from_plain(about[0], about[1], element) for element in plain]
    if kind == TType.SET:
        return OrderedSet(from_plain(about[0], about[1], element) for element in plain)
    if kind == TType.MAP:
        return {from_plain(about[0], about[1], key): from_plain(about[2], about[3], value) for key, value in plain}
    return plain


def struct_from_plain(cls, plain):
    fields = {}
    for field in cls.thrift_spec:
        if field is not None and field[2] in plain:
            fields[field[2]] = from_plain(field[1], field[3], plain[field[2]])
    return cls(**fields)


def to_plain(kind, about, value):
    if kind == TType.DOUBLE:
        return double_to_plain(value)
    if kind == TType.I64:
        return str(value)
    if kind == TType.STRING:
        return value.hex() if about == "BINARY" else value
    if kind == TType.STRUCT:
        return struct_to_plain(value)
    if kind in (TType.LIST, TType.SET):
        return [to_plain(about[0], about[1], element) for element in value]
    if kind == TType.MAP:
        return [[to_plain(about[0], about[1], key), to_plain(about[2], about[3], of)] for key, of in value.items()]
    return value


def struct_to_plain(value):
    fields = {}
    for field in value.thrift_spec:
        if field is not None and getattr(value, field[2]) is not None:
            fields[field[2]] = to_plain(field[1], field[3], getattr(value, field[2]))
    return fields


def double_to_plain(value):
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0 and math.copysign(1, value) < 0:
        return "-0"
    return value
