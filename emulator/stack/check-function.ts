/** What a schema cannot say about a function: names, settings of the watchdog and how they agree, schedules. */

import { checkSchedule, schedulesOf } from "../cron/schedule.js";
import { parseGoDuration, parseSetting } from "./duration.js";
import type { StackFileFunction } from "./schema.js";
import type { YamlFile } from "./yaml-file.js";

export interface FunctionToCheck {
  readonly name: string;
  readonly written: StackFileFunction;
  /** With what its files say. */
  readonly environment: Readonly<Record<string, string>>;
  readonly file: YamlFile;
  readonly upstreamTimeoutMs: number;
}

const DURATIONS = ["exec_timeout", "read_timeout", "write_timeout", "healthcheck_interval"];
/** Of the watchdog, for each of its timeouts. */
const DEFAULT_TIMEOUT = "30s";
const ZERO_DURATION = "com.openfaas.scale.zero-duration";

export function checkFunction(given: FunctionToCheck): void {
  const { name, file } = given;
  // faas-cli does not mind, Kubernetes does.
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name))
    file.error(
      ["functions", name],
      `"${name}" is no name for a function: up to 63 lower-case letters, digits and inner hyphens make one`,
    );
  checkSettings(given);
  checkLabels(given);
  checkSchedules(given);
}

function checkSettings({ name, environment, file, upstreamTimeoutMs }: FunctionToCheck): void {
  const at = (key: string): string[] => ["functions", name, "environment", key];
  for (const key of DURATIONS) {
    const value = environment[key];
    if (value !== undefined && parseSetting(value) === undefined)
      file.error(at(key), `${key} is "${value}", which the watchdog cannot read; write seconds, or 500ms, 45s, 1m30s`);
  }
  const maxInflight = environment["max_inflight"];
  if (maxInflight !== undefined && !/^\d+$/.test(maxInflight))
    file.error(at("max_inflight"), `max_inflight is "${maxInflight}"; it is a number of calls, or 0 for any number`);

  const execTimeout = environment["exec_timeout"] ?? DEFAULT_TIMEOUT;
  const writeTimeout = environment["write_timeout"] ?? DEFAULT_TIMEOUT;
  const execMs = parseSetting(execTimeout) ?? 0;
  if (execMs > (parseSetting(writeTimeout) ?? Infinity))
    file.warn(
      at("exec_timeout"),
      `exec_timeout (${execTimeout}) is longer than write_timeout (${writeTimeout}): a late answer is cut off; make write_timeout the longer one`,
    );
  if (execMs >= upstreamTimeoutMs)
    file.warn(
      at("exec_timeout"),
      `exec_timeout (${execTimeout}) is not shorter than the gateway's upstream_timeout (${upstreamTimeoutMs / 1_000}s here): the gateway gives up first, with a 502; shorten it, or raise the gateway's`,
    );
}

function checkLabels({ name, written, file }: FunctionToCheck): void {
  const labels = written.labels ?? {};
  const at = (key: string): string[] => ["functions", name, "labels", key];
  const duration = labels[ZERO_DURATION];
  if (duration !== undefined && parseGoDuration(duration) === undefined)
    file.error(at(ZERO_DURATION), `${ZERO_DURATION} is "${duration}"; it looks like 15m or 1h30m`);
  const least = labels["com.openfaas.scale.min"];
  if (least !== undefined && !/^\d+$/.test(least))
    file.error(at("com.openfaas.scale.min"), `com.openfaas.scale.min is "${least}"; it is a number of replicas`);
}

function checkSchedules({ name, written, file }: FunctionToCheck): void {
  const annotations = written.annotations ?? {};
  for (const schedule of schedulesOf(annotations)) {
    const problem = checkSchedule(schedule);
    if (problem !== undefined) file.error(["functions", name, "annotations", "schedule"], problem);
  }
}
