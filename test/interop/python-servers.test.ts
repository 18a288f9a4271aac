/** Generated clients of ours call plain Apache Thrift servers in Python, which know nothing of our envelope. */

import { expect } from "chai";
import { connect, type Connection } from "../../runtime/openfaas/connect.js";
import { ApplicationException } from "../../runtime/protocol/application-exception.js";
import { BookShopClient } from "../golden/bookshop/gen/bookshop/book-shop.js";
import { TextServiceClient } from "../golden/social_network/gen/social_network/text-service.js";
import { ServiceException } from "../golden/social_network/gen/social_network/types.js";
import { UrlShortenServiceClient } from "../golden/social_network/gen/social_network/url-shorten-service.js";
import { until } from "../emulator/until.js";
import { failureOf } from "../support/messages.js";
import { Project } from "../support/project.js";
import { startPythonServer, type PythonServer } from "./python-server.js";

const BEYOND_DOUBLES = 9_007_199_254_740_993n;
const TEXT = "Grüße 東京 🗼";
/** Not the old form of binary: Python's library takes the method's name there for bytes, and finds no method. */
const PROTOCOLS = ["binary", "compact", "json"] as const;

describe("plain Thrift servers in Python", () => {
  let project: Project;
  let server: PythonServer;
  let connection: Connection;

  before(async () => {
    project = new Project();
    // Debian's compiler does not know the type uuid, which the whole bookshop has.
    project.write("bookshop.thrift", "service BookShop { oneway void viewed(1: string isbn) }");
    project.copy("idl-examples/social_network.thrift", "social_network.thrift");
    for (const idl of ["social_network.thrift", "bookshop.thrift"]) {
      const ran = await project.run("thrift", "--gen", "py", "-out", project.folder, idl);
      expect(ran.status, ran.stderr).to.equal(0);
    }
  });

  after(() => project?.remove());

  afterEach(() => {
    connection?.close();
    server?.close();
  });

  for (const transport of ["simple", "threaded", "http"] as const)
    for (const protocol of PROTOCOLS) {
      it(`answer with everything that IDL has, and the next call after each: ${transport}, ${protocol}`, async () => {
        server = await startPythonServer(project.folder, "text", transport, protocol);
        connection = connect(server.address, { protocol });
        const client = new TextServiceClient(connection);
        const compose = (text: string): ReturnType<typeof client.ComposeText> =>
          client.ComposeText(BEYOND_DOUBLES, text, new Map([["who", "ana"]]));
        for (let again = 0; again < 2; again++) {
          expect(await compose(TEXT)).to.deep.equal({
            text: TEXT,
            user_mentions: [{ user_id: BEYOND_DOUBLES, username: "ana" }],
            urls: [],
          });
          expect(await failureOf(compose("decline")))
            .to.be.instanceOf(ServiceException)
            .and.include({ errorCode: 6, message: "declined: ≠" });
          expect(await failureOf(compose("crash")))
            .to.be.instanceOf(ApplicationException)
            .and.include({ type: 6 });
          const other = new UrlShortenServiceClient(connection).ComposeUrls(1n, [], new Map());
          expect(await failureOf(other))
            .to.be.instanceOf(ApplicationException)
            .and.include({ type: 1 });
        }
        expect(server.calls).to.deep.equal([TEXT, "decline", "crash", TEXT, "decline", "crash"]);
      });

      it(`take oneway calls, and answer nothing to them: ${transport}, ${protocol}`, async () => {
        server = await startPythonServer(project.folder, "bookshop", transport, protocol);
        connection = connect(server.address, { protocol });
        const client = new BookShopClient(connection);
        for (const isbn of ["1", "2", "3"]) await client.viewed(isbn);
        await until(() => server.calls.length === 3);
        expect(server.calls).to.deep.equal(["1", "2", "3"]);
      });
    }
});
