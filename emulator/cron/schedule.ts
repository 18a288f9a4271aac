/** Schedules as OpenFaaS' cron connector reads them from a function's annotations. */

import { CronPattern } from "croner";

const TOPIC = "cron-function";

/** The schedules of a function, each as it is written; none unless its topic says so. */
export function schedulesOf({ topic = "", schedule = "" }: Readonly<Record<string, string>>): string[] {
  if (!topic.split(",").some((one) => one.trim() === TOPIC)) return [];
  return schedule.split(";").map((one) => one.trim());
}

/** What is wrong with a schedule, if anything. */
export function checkSchedule(schedule: string): string | undefined {
  const fields = schedule.split(/\s+/).filter((field) => field !== "");
  if (fields.length === 5 && isPattern(schedule)) return undefined;
  return `"${schedule}" is no schedule; it has five fields, minute, hour, day, month, day of the week, such as */5 * * * *`;
}

function isPattern(schedule: string): boolean {
  try {
    new CronPattern(schedule);
    return true;
  } catch {
    return false;
  }
}
