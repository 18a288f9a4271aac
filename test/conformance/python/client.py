"""A plain Apache Thrift client: python3 client.py GENERATED TRANSPORT PROTOCOL PORT.

Standard input: a JSON list of calls {service, method, args}; standard output: what each came to, as ../cases.ts has it.
"""

import json
import sys

from thrift.Thrift import TApplicationException, TException
from thrift.protocol.TMultiplexedProtocol import TMultiplexedProtocol
from thrift.transport import THttpClient, TSocket, TTransport

import peer
from plain import from_plain, struct_to_plain, to_plain

generated, transport_name, protocol_name, port = sys.argv[1:]
peer.load(generated)


def connect():
    if transport_name == "http":
        # Buffered: a byte too many in one reply would spoil the next one.
        transport = TTransport.TBufferedTransport(THttpClient.THttpClient("http://127.0.0.1:%s/" % port))
    else:
        transport = TTransport.TFramedTransport(TSocket.TSocket("127.0.0.1", int(port)))
    transport.open()
    return peer.PROTOCOLS[protocol_name]().getProtocol(transport)


protocol = connect()


def call(service, method, args):
    module = peer.SERVICES[service]
    named = protocol if service == "ThriftTest" else TMultiplexedProtocol(protocol, service)
    owner = module if hasattr(module, method + "_args") else peer.SERVICES[peer.PARENTS[service]]
    spec = [field for field in getattr(owner, method + "_args").thrift_spec if field is not None]
    values = [from_plain(field[1], field[3], arg) for field, arg in zip(spec, args)]
    try:
        value = getattr(module.Client(named), method)(*values)
    except TApplicationException as error:
        return {"fault": error.type}
    except TException as error:
        if not hasattr(error, "thrift_spec"):
            raise
        return {"throws": type(error).__name__, "fields": struct_to_plain(error)}
    result = getattr(owner, method + "_result", None)
    success = result.thrift_spec[0] if result is not None and result.thrift_spec else None
    return {"returns": None if success is None else to_plain(success[1], success[3], value)}


def outcome(request):
    try:
        return call(**request)
    except Exception as error:
        # A client of Python's gives up in many ways: the connection is of no use afterwards.
        global protocol
        protocol = connect()
        return {"gave_up": "%s: %s" % (type(error).__name__, error)}


json.dump([outcome(request) for request in json.load(sys.stdin)], sys.stdout)
