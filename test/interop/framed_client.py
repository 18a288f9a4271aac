"""A plain Apache Thrift client: python3 framed_client.py GENERATED PORT PROTOCOL. Prints one line of JSON per call."""

import json
import sys

generated, port, protocol_name = sys.argv[1:]
sys.path.insert(0, generated)

from thrift.Thrift import TApplicationException
from thrift.protocol import TBinaryProtocol, TCompactProtocol, TJSONProtocol
from thrift.transport import TSocket, TTransport

from greeter import Greeter
from greeter.ttypes import Shy

PROTOCOLS = {
    "binary": TBinaryProtocol.TBinaryProtocol,
    "binary-old": lambda transport: TBinaryProtocol.TBinaryProtocol(transport, strictWrite=False),
    "compact": TCompactProtocol.TCompactProtocol,
    "json": TJSONProtocol.TJSONProtocol,
}

transport = TTransport.TFramedTransport(TSocket.TSocket("127.0.0.1", int(port)))
transport.open()
client = Greeter.Client(PROTOCOLS[protocol_name](transport))


def show(call, *args):
    try:
        result = call(*args)
    except Shy as error:
        result = {"declared": error.why}
    except TApplicationException as error:
        result = {"application": [error.type, error.message]}
    print(json.dumps(result, default=vars, ensure_ascii=False))


# All over one connection.
show(client.greet, "Ada 🎉")
client.poke("Ada 🎉")
show(client.greet, "Ada 🎉")
show(client.greet, "shy")
show(client.greet, "fault")
show(client.greet, "Ada 🎉")
