"""A client that knows of envelopes, generated from a woven IDL: python3 aware_client.py GENERATED URL PROTOCOL.

Prints one line of JSON per call.
"""

import json
import sys
import time

generated, url, protocol_name = sys.argv[1:]
sys.path.insert(0, generated)

from thrift.Thrift import TApplicationException
from thrift.protocol import TBinaryProtocol, TCompactProtocol, TJSONProtocol
from thrift.transport import THttpClient, TTransport

import wire_example
from account.faas import Account, Runtime
from account.faas.ttypes import Envelope

PROTOCOLS = {
    "json": TJSONProtocol.TJSONProtocol,
    "binary": TBinaryProtocol.TBinaryProtocol,
    "compact": TCompactProtocol.TCompactProtocol,
}


protocol = PROTOCOLS[protocol_name]


def once(service, method, *args):
    """One try: the result, and the status that it came with."""
    http = THttpClient.THttpClient(url)
    call = getattr(service.Client(protocol(TTransport.TBufferedTransport(http))), method)
    try:
        return call(*args), http.code
    except TApplicationException as error:
        return [error.type, error.message], http.code


def exactly_once(id, method, *args):
    try:
        return wire_example.exactly_once(url, id, method, *args, protocol=protocol)
    except TApplicationException as error:
        return [error.type, error.message]


def recorded(id):
    """What is recorded of a deposit, as soon as it is."""
    while True:
        attached, status = once(Runtime, "thrift_faas_attach", "deposit", id)
        if status == 200:
            result = Account.deposit_result()
            result.read(TBinaryProtocol.TBinaryProtocol(TTransport.TMemoryBuffer(attached.body)))
            return [attached.kind, result.success]
        time.sleep(0.1)


def show(name, result):
    print(json.dumps([name, result]))


mine = protocol_name + "-1"
once(Account, "deposit", 5, Envelope(id=mine))  # The reply is lost.
show("repeated", exactly_once(mine, "deposit", 5))
show("crashed", exactly_once(protocol_name + "-2", "deposit_and_crash", 10))
# Another process by now; what it knows is in the record.
show("later", exactly_once(mine, "deposit", 5))
show("other", exactly_once(mine, "deposit", 6))
# Nobody has named these, so they are two.
show("plain", [once(Account, "deposit", 1, Envelope()), once(Account, "deposit", 1, None)])
show("attached", recorded(mine))
submitted = protocol_name + "-3"
show("submitted", once(Account, "deposit", 100, Envelope(id=submitted, submit=True)))
show("finished", recorded(submitted))
show("balance", once(Account, "balance", None))
