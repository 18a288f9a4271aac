"""A client that knows of envelopes, generated from a woven IDL: python3 aware_client.py GENERATED URL PROTOCOL.

Prints one line of JSON per call.
"""

import json
import sys
import time

generated, url, protocol_name = sys.argv[1:]
sys.path.insert(0, generated)

from thrift.Thrift import TApplicationException, TException
from thrift.protocol import TBinaryProtocol, TJSONProtocol
from thrift.transport import THttpClient, TTransport

from account.faas import Account, Runtime
from account.faas.ttypes import AttachedResult, Envelope

PROTOCOLS = {"json": TJSONProtocol.TJSONProtocol, "binary": TBinaryProtocol.TBinaryProtocol}


def once(service, method, *args):
    """One try; raises what is no answer. Only a reply with status 200 is one."""
    http = THttpClient.THttpClient(url)
    client = service.Client(PROTOCOLS[protocol_name](TTransport.TBufferedTransport(http)))
    try:
        result = getattr(client, method)(*args)
    except TApplicationException as error:
        result = error
    if http.code != 200:
        raise TException("status %s" % http.code)
    return result


def exactly_once(id, method, *args):
    """Tries until there is an answer, always under one ID; also the number of the try that has brought it."""
    for attempt in range(1, 100):
        try:
            return once(Account, method, *args, Envelope(id=id, attempt=attempt)), attempt
        except (TException, EOFError, OSError):
            time.sleep(0.1)
    raise SystemExit("no answer to %s" % method)


def show(result):
    if isinstance(result, TApplicationException):
        result = [result.type, result.message]
    print(json.dumps(result))


def lose_the_reply(id, amount):
    once(Account, "deposit", amount, Envelope(id=id))


mine = protocol_name + "-1"
lose_the_reply(mine, 5)
show(exactly_once(mine, "deposit", 5)[0])
result, tries = exactly_once(protocol_name + "-2", "deposit_and_crash", 10)
show([result, tries > 1])
# Another process by now; what it knows is in the record.
show(exactly_once(mine, "deposit", 5)[0])
show(exactly_once(mine, "deposit", 6)[0])
# An envelope without an ID, and no envelope: two calls, for whose repetition nobody would care.
show([once(Account, "deposit", 1, Envelope()), once(Account, "deposit", 1, None)])
show(once(Account, "balance", None))

attached = once(Runtime, "thrift_faas_attach", "deposit", mine)
recorded = Account.deposit_result()
recorded.read(TBinaryProtocol.TBinaryProtocol(TTransport.TMemoryBuffer(attached.body)))
show([attached.kind, recorded.success])
