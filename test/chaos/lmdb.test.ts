/**
 * Real processes on a real LMDB store, killed with -9 at random moments while clients call: every call is answered,
 * and every short URL that is stored stands in exactly one reply.
 */

import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { startDev, type Dev } from "../../emulator/dev.js";
import { connect } from "../../runtime/index.js";
import { openStore } from "../../runtime/store/open.js";
import { TextServiceClient } from "../golden/social_network/gen/social_network/text-service.js";
import { PACKAGE } from "../support/imports.js";
import { Project } from "../support/project.js";

const CALLERS = 4;
/** Each caller goes on until so many functions have been killed. */
const KILLS = 6;
const FUNCTIONS = ["text-service", "url-shorten-service", "user-mention-service"];

describe("functions killed with -9 under load", () => {
  let project: Project;

  before(async () => {
    project = new Project();
    project.copy("demo/functions", "gen/functions");
    expect(
      await project.thriftFaas("gen", `${PACKAGE}/idl-examples/social_network.thrift`, "-o", "gen"),
    ).to.deep.include({ status: 0 });
  });

  after(() => project.remove());

  /** Calls while the functions are killed; resolves to the short URLs in the replies, and those in the store. */
  async function storm(exactlyOnce: "on" | "off"): Promise<{ replied: string[]; stored: string[]; kills: number }> {
    const workDir = project.path(exactlyOnce);
    const env = { THRIFT_FAAS_EXACTLY_ONCE: exactlyOnce, exec_timeout: "10s" };
    const dev: Dev = await startDev({
      genDir: project.path("gen"),
      workDir,
      port: 0,
      onLine: () => {},
      env,
    });
    const connection = connect(dev.url);
    const client = new TextServiceClient(connection);
    let calling = true;
    let kills = 0;
    let answered = 0;
    const killer = (async () => {
      for (let turn = 0; calling; turn++) {
        // Not before somebody was answered since: a slow machine that is killed in a steady rhythm gets nowhere.
        const before = answered;
        await sleep(100 + Math.random() * 100);
        while (calling && answered === before) await sleep(10);
        if (calling && dev.kill(FUNCTIONS[turn % FUNCTIONS.length] ?? "", "SIGKILL")) kills++;
      }
    })();
    try {
      const callers = Array.from({ length: CALLERS }, async (_, caller) => {
        const urls: string[] = [];
        for (let call = 0; kills < KILLS; call++) {
          const text = `http://a${caller}.example http://b${call}.example`;
          const reply = await client.ComposeText(BigInt(call), text, new Map());
          expect(reply.text).to.equal(reply.urls.map((url) => url.shortened_url).join(" "));
          answered++;
          urls.push(...reply.urls.map((url) => url.shortened_url));
        }
        return urls;
      });
      const replied = (await Promise.all(callers)).flat();
      calling = false;
      await killer;
      return { replied, stored: await readShortUrls(dev, workDir), kills };
    } finally {
      calling = false;
      connection.close();
      await dev.close();
    }
  }

  /** After the functions have stopped, so that nothing is under way. */
  async function readShortUrls(dev: Dev, workDir: string): Promise<string[]> {
    await dev.close();
    const store = await openStore(`lmdb:${workDir}/store`);
    const urls: string[] = [];
    for await (const { key } of store.scan("UrlShortenService", "urls")) urls.push(key);
    await store.close();
    return urls;
  }

  it("answer every call, and store each short URL for exactly one reply", async () => {
    const { replied, stored, kills } = await storm("on");
    expect(kills).to.be.at.least(KILLS);
    expect(new Set(replied).size).to.equal(replied.length);
    expect(stored.toSorted()).to.deep.equal(replied.toSorted());
  });

  it("leave orphans when exactly-once is switched off", async () => {
    const { replied, stored, kills } = await storm("off");
    expect(kills).to.be.at.least(KILLS);
    expect(stored.length).to.be.greaterThan(replied.length);
  });
});
