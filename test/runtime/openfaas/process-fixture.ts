/** A function as a process, for function-process.test.ts: the first byte of a message says what to do. */

import { setTimeout as sleep } from "node:timers/promises";
import { runFunction } from "../../../runtime/openfaas/function-process.js";

runFunction(async () => {
  if (process.env["FAIL_TO_PREPARE"] !== undefined) throw new Error("the store is not named");
  if (process.env["PREPARE_AT_LEISURE"] !== undefined) {
    console.log("preparing");
    await sleep(600_000);
  }
  if (process.env["PREPARE_FOR_EVER"] !== undefined) await new Promise(() => {});
  return {
    exchange: async (body) => {
      switch (String.fromCharCode(body[0] ?? 0)) {
        case "s":
          console.log("slow call taken");
          await sleep(300);
          break;
        case "t":
          setImmediate(() => {
            throw new Error("thrown in the\nbackground");
          });
          await sleep(10_000);
          break;
        case "r":
          void Promise.reject(new Error("nobody waits for this"));
          await sleep(10_000);
          break;
        case "e":
          process.exit(0);
      }
      return { kind: "reply", body, contentType: "application/x-thrift" };
    },
    close: async () => {
      if (process.env["FAIL_TO_CLOSE"] !== undefined) throw new Error("cannot close");
      console.log("released");
    },
  };
});
