/**
 * `npm run fuzz`: throws mutated messages at everything that reads bytes of strangers.
 *
 *   --minutes N   how long (10)             --seed S    of a run to repeat
 *   --input N     runs this one input of the seed alone, in this process
 */

import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { fuzz } from "./fuzz.js";
import { inputAt, runInput } from "./run-input.js";
import { TARGETS } from "./targets.js";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    input: { type: "string" },
  },
});

const seed = Number(values.seed);
if (values.input === undefined) process.exitCode = await search();
else await replay(Number(values.input));

async function search(): Promise<number> {
  console.log(`seed ${seed}, ${TARGETS.length} targets, ${values.minutes} minutes`);
  const { inputs, finding } = await fuzz({
    seed,
    forMs: Number(values.minutes) * 60_000,
    threads: availableParallelism(),
  });
  console.log(`${inputs} inputs`);
  if (finding === undefined) return 0;
  console.log(`${finding.target}: ${finding.what}\nThe input is in ${finding.file}; to run it alone:`);
  console.log(`npm run fuzz -- --seed ${seed} --input ${finding.number}`);
  return 1;
}

async function replay(number: number): Promise<void> {
  const input = inputAt(TARGETS, seed, number);
  console.log(`${input.target.name}, ${input.bytes.length} bytes: ${Buffer.from(input.bytes).toString("hex")}`);
  await runInput(input);
  console.log("nothing is wrong with it");
}
