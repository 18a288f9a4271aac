/** `npm run chaos -- --minutes 10 --seed 1`: one long storm and what it came to. Exits with 1 if there is a violation. */

import { parseArgs } from "node:util";
import { judge } from "./judge.js";
import { storm } from "./storm.js";
import { makeWorkspace } from "./workspace.js";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    /** The negative control: what the same storm does without exactly-once. */
    off: { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
  },
});
const seed = Number(values.seed);
const end = Date.now() + Number(values.minutes) * 60_000;
console.log(`A storm of ${values.minutes} minutes with seed ${seed}, exactly-once ${values.off ? "off" : "on"}`);

const workspace = await makeWorkspace();
try {
  const { remains, summary } = await storm({
    ...workspace,
    seed,
    exactlyOnce: !values.off,
    goOn: () => Date.now() < end,
    ...(values.verbose && { onLine: (line: string) => console.log(line) }),
  });
  const violations = judge(remains);
  for (const [what, count] of Object.entries({ ...summary, violations: violations.length }))
    console.log(`${String(count).padStart(8)}  ${what}`);
  for (const { kind, what } of violations) console.log(`${kind}: ${what}`);
  process.exitCode = violations.length === 0 || values.off ? 0 : 1;
} finally {
  workspace.remove();
}
