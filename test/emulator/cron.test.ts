import { expect } from "chai";
import { checkSchedule, schedulesOf } from "../../emulator/cron/schedule.js";
import { startCron } from "../../emulator/cron/cron.js";
import { startGateway, type Gateway } from "../../emulator/gateway/gateway.js";
import { TIMING } from "../../emulator/timing.js";
import { StubFunction } from "./stub-function.js";
import { until } from "./until.js";

describe("emulated cron connector", () => {
  let echo: StubFunction;
  let gateway: Gateway;
  let stop: () => void;

  beforeEach(async () => {
    echo = new StubFunction();
    await echo.addReplica();
    gateway = await startGateway({ port: 0, find: () => echo, timing: TIMING, onLine: () => {} });
  });

  afterEach(() => {
    stop();
    gateway.close();
    echo.close();
  });

  function start(...all: Readonly<Record<string, string>>[]): void {
    const functions = all.map((annotations) => ({ name: "echo", namespace: "openfaas-fn", annotations }));
    stop = startCron({ functions, gateway: gateway.url, timing: { everyMinuteMs: 50 } });
  }

  it("posts nothing, without a Content-Type, with its two headers, and every minute sooner than that", async () => {
    let length = -1;
    echo.answer = (_request, response, body) => {
      length = body.length;
      response.end();
    };
    start({ topic: "cron-function", schedule: "* * * * *" });
    await until(() => echo.count === 2);
    expect([echo.seen?.method, echo.seen?.url, length]).to.deep.equal(["POST", "/", 0]);
    expect(echo.seen?.headers).to.include({ "x-topic": "cron-function", "x-connector": "cron-connector" });
    expect(echo.seen?.headers).to.not.have.property("content-type");
  });

  it("goes on whatever is answered", async () => {
    echo.answer = (request) => request.socket.destroy();
    start({ topic: "cron-function", schedule: "* * * * *" });
    await until(() => echo.count === 3);
  });

  it("knows several schedules, and several topics", () => {
    start();
    expect(schedulesOf({ topic: "a, cron-function", schedule: "*/5 * * * *; 0 4 * * 1" })).to.deep.equal([
      "*/5 * * * *",
      "0 4 * * 1",
    ]);
    expect(schedulesOf({ topic: "other", schedule: "* * * * *" })).to.deep.equal([]);
    expect(schedulesOf({})).to.deep.equal([]);
  });

  it("tells schedules from what is none", () => {
    start();
    for (const schedule of ["* * * * *", "*/5 0-6 1,15 JAN MON"])
      expect(checkSchedule(schedule), schedule).to.equal(undefined);
    for (const wrong of ["", "* * * *", "* * * * * *", "61 * * * *", "hourly", "@daily"])
      expect(checkSchedule(wrong), wrong).to.contain("five fields");
  });

  it("leaves other schedules to their time", async () => {
    start({ topic: "cron-function", schedule: "0 0 29 2 *" }, { topic: "cron-function", schedule: "* * * * *" });
    await until(() => echo.count === 2);
    // Of the first function there is none, or the second one would have come only after it.
    stop();
    expect(echo.count).to.be.within(2, 3);
  });
});
