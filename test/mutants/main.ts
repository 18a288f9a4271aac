/**
 * `npm run mutants`: has every mutant face the tests and prints which noticed it; exits 1 if one survives.
 *
 * Argument: part of the names of those to try; absent: all.
 */

import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { face } from "./face.js";
import { type Mutant, MUTANTS } from "./mutants.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const waiting = MUTANTS.filter(({ name }) => name.includes(process.argv[2] ?? ""));
const survivors: Mutant[] = [];
let count = 0;

// Whatever notices a mutant must notice nothing without one.
const none = await face(root, undefined);
if (none.noticedBy !== undefined) throw new Error(`The battery fails without a mutant: ${none.noticedBy}`);

async function work(): Promise<void> {
  for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
    const faced = await face(root, mutant);
    count++;
    if (faced.noticedBy === undefined) survivors.push(mutant);
    const fate = faced.noticedBy ?? "SURVIVES";
    console.log(`${mutant.rule}  ${mutant.name.padEnd(66)} ${faced.seconds.toFixed(1).padStart(6)} s  ${fate}`);
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, work));
console.log(`${count} mutants, ${survivors.length} of them survive`);
process.exitCode = survivors.length === 0 ? 0 : 1;
