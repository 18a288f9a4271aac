"""A plain Apache Thrift server: python3 server.py GENERATED TRANSPORT PROTOCOL.

Prints its port, then a line for each oneway call. Ends with its standard input.
"""

import logging
import sys
import threading

from thrift.Thrift import TException
from thrift.TMultiplexedProcessor import TMultiplexedProcessor
from thrift.server import THttpServer, TServer
from thrift.transport import TSocket, TTransport

import peer

generated, transport_name, protocol_name = sys.argv[1:]
types = peer.load(generated)
# The processors log what handlers throw on purpose.
logging.disable(logging.CRITICAL)


class ThriftTest:
    def testVoid(self):
        pass

    def echo(self, thing):
        return thing

    testString = testBool = testByte = testI32 = testI64 = testDouble = testBinary = echo
    testStruct = testNest = testMap = testStringMap = testSet = testList = testEnum = testTypedef = echo

    def testMapMap(self, hello):
        return {-4: {n: n for n in range(-4, 0)}, 4: {n: n for n in range(1, 5)}}

    def testInsanity(self, argument):
        return {
            1: {types.Numberz.TWO: argument, types.Numberz.THREE: argument},
            2: {types.Numberz.SIX: types.Insanity({}, [])},
        }

    def testMulti(self, arg0, arg1, arg2, arg3, arg4, arg5):
        return types.Xtruct("Hello2", arg0, arg1, arg2)

    def testException(self, arg):
        if arg == "Xception":
            raise types.Xception(1001, arg)
        if arg == "TException":
            raise TException("This is a TException")

    def testMultiException(self, arg0, arg1):
        if arg0 == "Xception":
            raise types.Xception(1001, "This is an Xception")
        if arg0 == "Xception2":
            raise types.Xception2(2002, types.Xtruct("This is an Xception2", 0, 0, 0))
        return types.Xtruct(arg1, 0, 0, 0)

    def testOneway(self, secondsToSleep):
        print("oneway", secondsToSleep, flush=True)


class Second:
    def secondtestString(self, thing):
        return 'testString("%s")' % thing

    def thirdtestString(self, thing):
        return 'third("%s")' % thing


class Third(Second):
    def secondtestString(self, thing):
        return 'inherited("%s")' % thing


def make_processor():
    processor = TMultiplexedProcessor()
    single = peer.SERVICES["ThriftTest"].Processor(ThriftTest())
    processor.registerDefault(single)
    # Under its name as well: only then is it told early that a call is oneway, and THttpServer answers at once.
    processor.registerProcessor("ThriftTest", single)
    processor.registerProcessor("SecondService", peer.SERVICES["SecondService"].Processor(Second()))
    processor.registerProcessor("ThirdService", peer.SERVICES["ThirdService"].Processor(Third()))
    return processor


class Listening(TSocket.TServerSocket):
    def listen(self):
        super().listen()
        print(self.handle.getsockname()[1], flush=True)


factory = peer.PROTOCOLS[protocol_name]()
if transport_name == "http":
    server = THttpServer.THttpServer(make_processor(), ("127.0.0.1", 0), factory)
    server.httpd.RequestHandlerClass.log_message = lambda *_: None
    print(server.httpd.server_address[1], flush=True)
else:
    server = TServer.TThreadedServer(
        make_processor(), Listening("127.0.0.1", 0), TTransport.TFramedTransportFactory(), factory, daemon=True
    )
threading.Thread(target=server.serve, daemon=True).start()
sys.stdin.read()
