"""A plain Apache Thrift client: python3 client.py GENERATED GATEWAY PROTOCOL. Prints one line of JSON per call."""

import json
import sys

generated, gateway, protocol_name = sys.argv[1:]
sys.path.insert(0, generated)

from thrift.Thrift import TApplicationException
from thrift.protocol import TBinaryProtocol, TCompactProtocol, TJSONProtocol
from thrift.transport import THttpClient, TTransport

from social_network import MediaService, TextService, UniqueIdService, UrlShortenService
from social_network.ttypes import PostType, ServiceException

PROTOCOLS = {
    "json": TJSONProtocol.TJSONProtocol,
    "binary": TBinaryProtocol.TBinaryProtocol,
    "compact": TCompactProtocol.TCompactProtocol,
}


def connect(service, function):
    transport = TTransport.TBufferedTransport(THttpClient.THttpClient(gateway + "/function/" + function))
    transport.open()
    return service.Client(PROTOCOLS[protocol_name](transport))


def show(call, *args):
    try:
        result = call(*args)
    except ServiceException as error:
        result = {"declared": [error.errorCode, error.message]}
    except TApplicationException as error:
        result = {"application": [error.type, error.message]}
    print(json.dumps(result, default=vars, ensure_ascii=False))


TEXT = "Grüße 東京 🗼 @ana http://a.example/x and https://b.example 🎉"
text_service = connect(TextService, "text-service")
# Twice over one buffered transport: a byte too many in the first reply would spoil the second.
show(text_service.ComposeText, 9007199254740993, TEXT, {"k": "v"})
show(text_service.ComposeText, 9007199254740993, TEXT, {})
media = connect(MediaService, "media-service")
show(media.ComposeMedia, 1, ["png", "jpg"], [9007199254740993, -1], {})
show(media.ComposeMedia, 1, ["png"], [1, 2], {})
show(connect(UniqueIdService, "unique-id-service").ComposeUniqueId, 1, PostType.DM, {})
show(connect(UrlShortenService, "text-service").ComposeUrls, 1, [], {})
