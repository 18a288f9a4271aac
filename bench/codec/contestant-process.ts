/** The process of one contestant: gets everything warm, then measures what codec.ts asks for. */

import { type Subject } from "./contestant.js";
import { CONTESTANTS } from "./contestants/index.js";
import { byMessage, MESSAGE_NAMES, type MessageName } from "./messages.js";

export type Direction = "encode" | "decode";

export interface Order {
  readonly message: MessageName;
  readonly direction: Direction;
  /** "cpu": nanoseconds of CPU time per message. "memory": bytes allocated per message. */
  readonly measure: "cpu" | "memory";
}

/** What comes first: the contestant is warm, and this is how many bytes its messages have. */
export interface Ready {
  readonly sizes: Readonly<Record<MessageName, number>>;
}

const WARM_MS = 300;
/** Runs, not measured, before each measurement: after a pause caches are cold, and the heap has been made small. */
const RUN_UP_MS = 100;
const MEASURED_MS = 50;
const MEASURED_BYTES = 2 * 1024 * 1024;
const SMALLEST_MESSAGE = 500;

/** Holds results, so that making them cannot be optimized away. */
let sink: unknown;

function run(subject: Subject, direction: Direction, times: number): void {
  const work = direction === "encode" ? subject.encode : subject.decode;
  for (let index = 0, variant = 0; index < times; index++) {
    sink = work(variant);
    if (++variant === subject.variants) variant = 0;
  }
}

/** CPU time and not wall time: the machine has other work. Collecting garbage is part of it. */
function cpuNs(): number {
  const { user, system } = process.cpuUsage();
  return 1000 * (user + system);
}

/** How many messages a measurement needs. */
function warm(subject: Subject, direction: Direction): number {
  const begun = performance.now();
  let times = 0;
  for (; performance.now() - begun < WARM_MS; times += 16) run(subject, direction, 16);
  return Math.ceil((times * MEASURED_MS) / WARM_MS);
}

function nanosecondsPerMessage(subject: Subject, direction: Direction, times: number): number {
  run(subject, direction, Math.ceil((times * RUN_UP_MS) / MEASURED_MS));
  const begun = cpuNs();
  run(subject, direction, times);
  return (cpuNs() - begun) / times;
}

/** Without a collection in between, what is used has grown by what was allocated; see the options of this process. */
function bytesPerMessage(subject: Subject, direction: Direction): number {
  const used = (): number => {
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const measure = (times: number): number => {
    gc?.();
    const begun = used();
    run(subject, direction, times);
    return (used() - begun) / times;
  };
  const times = Math.ceil(MEASURED_BYTES / Math.max(measure(16), SMALLEST_MESSAGE));
  return [measure(times), measure(times), measure(times)].sort((a, b) => a - b)[1]!;
}

function main(name: string): void {
  const contestant = CONTESTANTS.get(name)!();
  const times = new Map<Subject["encode"] | Subject["decode"], number>();
  for (const message of MESSAGE_NAMES)
    for (const direction of ["encode", "decode"] as const)
      times.set(contestant[message][direction], warm(contestant[message], direction));
  process.on("message", ({ message, direction, measure }: Order) => {
    const subject = contestant[message];
    process.send?.(
      measure === "memory"
        ? bytesPerMessage(subject, direction)
        : nanosecondsPerMessage(subject, direction, times.get(subject[direction])!),
    );
  });
  const sizes = byMessage((message) => contestant[message].encode(0).length);
  process.send?.({ sizes } satisfies Ready);
}

main(process.argv[2] ?? "");
void sink;
