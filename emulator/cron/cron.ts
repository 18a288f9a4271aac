/**
 * OpenFaaS' cron connector: posts nothing to the functions whose annotations ask for it, when they ask for it. One
 * liberty is taken: every minute, the shortest schedule there is, comes sooner.
 */

import { Cron } from "croner";
import type { StackFunction } from "../stack/stack.js";
import type { Timing } from "../timing.js";
import { schedulesOf } from "./schedule.js";

const EVERY_MINUTE = /^\*\s+\*\s+\*\s+\*\s+\*$/;

export interface CronOptions {
  readonly functions: readonly Pick<StackFunction, "name" | "namespace" | "annotations">[];
  /** The gateway's URL. */
  readonly gateway: string;
  readonly timing: Pick<Timing, "everyMinuteMs">;
}

/** @returns what stops it */
export function startCron({ functions, gateway, timing }: CronOptions): () => void {
  const stops: (() => void)[] = [];
  for (const { name, namespace, annotations } of functions) {
    const post = (): void => void postNothing(`${gateway}/function/${name}.${namespace}`);
    for (const schedule of schedulesOf(annotations)) {
      if (EVERY_MINUTE.test(schedule)) {
        const timer = setInterval(post, timing.everyMinuteMs);
        stops.push(() => clearInterval(timer));
      } else {
        const job = new Cron(schedule, post);
        stops.push(() => job.stop());
      }
    }
  }
  return () => stops.forEach((stop) => stop());
}

/** Its answer is of no interest: the next one comes. */
async function postNothing(url: string): Promise<void> {
  const headers = { "X-Topic": "cron-function", "X-Connector": "cron-connector" };
  await fetch(url, { method: "POST", headers }).then(
    (response) => response.body?.cancel(),
    () => {},
  );
}
