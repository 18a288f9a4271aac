"""A plain Apache Thrift server: python3 server.py GENERATED SERVICE TRANSPORT PROTOCOL. Prints its port, then a line per call."""

import json
import sys

generated, service, transport_name, protocol_name = sys.argv[1:]
sys.path.insert(0, generated)

from thrift.protocol import TBinaryProtocol, TCompactProtocol, TJSONProtocol
from thrift.server import THttpServer, TServer
from thrift.transport import TSocket, TTransport

from bookshop import BookShop
from social_network import TextService
from social_network.ttypes import ServiceException, TextServiceReturn, UserMention

PROTOCOLS = {
    "binary": TBinaryProtocol.TBinaryProtocolFactory,
    "compact": TCompactProtocol.TCompactProtocolFactory,
    "json": TJSONProtocol.TJSONProtocolFactory,
}


def say(line):
    print(json.dumps(line), flush=True)


class Text:
    def ComposeText(self, req_id, text, carrier):
        say(text)
        if text == "decline":
            raise ServiceException(errorCode=6, message="declined: ≠")
        if text == "crash":
            raise ValueError("a fault")
        mentions = [UserMention(user_id=req_id, username=carrier["who"])]
        return TextServiceReturn(text=text, user_mentions=mentions, urls=[])


class Shop:
    def viewed(self, isbn):
        say(isbn)


class Listening(TSocket.TServerSocket):
    def listen(self):
        super().listen()
        say(self.handle.getsockname()[1])


processor = TextService.Processor(Text()) if service == "text" else BookShop.Processor(Shop())
protocols = PROTOCOLS[protocol_name]()
if transport_name == "http":
    server = THttpServer.THttpServer(processor, ("127.0.0.1", 0), protocols)
    say(server.httpd.server_address[1])
else:
    kind = {"simple": TServer.TSimpleServer, "threaded": TServer.TThreadedServer}[transport_name]
    listening = Listening(host="127.0.0.1", port=0)
    server = kind(processor, listening, TTransport.TFramedTransportFactory(), protocols)
server.serve()
