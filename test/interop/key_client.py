"""A plain Apache Thrift client that names its call: python3 key_client.py GENERATED GATEWAY PROTOCOL KEY TEXT. Prints what came, in hex."""

import sys

generated, gateway, protocol_name, key, text = sys.argv[1:]
sys.path.insert(0, generated)

from thrift.Thrift import TApplicationException
from thrift.protocol import TBinaryProtocol, TCompactProtocol, TJSONProtocol
from thrift.transport import THttpClient, TTransport

from social_network import TextService

PROTOCOLS = {
    "binary": TBinaryProtocol.TBinaryProtocol,
    "binary-old": lambda transport: TBinaryProtocol.TBinaryProtocol(transport, strictWrite=False),
    "compact": TCompactProtocol.TCompactProtocol,
    "json": TJSONProtocol.TJSONProtocol,
}


class Recording(TTransport.TTransportBase):
    """Keeps the bytes of the reply."""

    def __init__(self, http):
        self.http = http
        self.received = b""

    def read(self, size):
        part = self.http.read(size)
        self.received += part
        return part

    def write(self, part):
        self.http.write(part)

    def flush(self):
        self.http.flush()


http = THttpClient.THttpClient(gateway + "/function/text-service")
http.setCustomHeaders({"Idempotency-Key": key})
transport = Recording(http)
client = TextService.Client(PROTOCOLS[protocol_name](transport))
try:
    client.ComposeText(1, text, {})
except TApplicationException as error:
    print(error.type, error.message)
    sys.exit()
print(transport.received.hex())
