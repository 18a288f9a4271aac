/** Mutated messages and random bytes, of which no one may crash, hang or fill up anything; and that fuzzing would notice. */

import { readFileSync, rmSync } from "node:fs";
import { expect } from "chai";
import { fuzz, type Finding } from "./fuzz.js";
import { loadTargets } from "./load-targets.js";
import { inputAt } from "./run-input.js";

const INPUTS = 15_000;

describe("fuzzing", function () {
  this.timeout(300_000);

  const seed = Date.now() % 2 ** 31;

  it(`finds nothing in ${INPUTS} inputs (\`npm run fuzz\` takes more; this is seed ${seed})`, async () => {
    const { inputs, finding } = await fuzz({ seed, inputs: INPUTS });
    expect(finding, `npm run fuzz -- --seed ${seed} --input ${finding?.number}`).to.equal(undefined);
    expect(inputs).to.equal(INPUTS);
  });

  for (const { name, what, hangMs } of [
    { name: "THROWS", what: /x is not a function/ },
    { name: "REJECTS", what: /too deep/ },
    { name: "HANGS", what: /more than 3000 ms/, hangMs: 3_000 },
    { name: "NEVER_ANSWERS", what: /more than 3000 ms/, hangMs: 3_000 },
    { name: "HOARDS", what: /out of memory|memory limit/i },
    { name: "ALLOCATES", what: /outside of the heap/ },
  ])
    it(`finds what ${name.toLowerCase().replace("_", " ")}, and keeps the input`, async () => {
      const targets = { url: new URL("./broken-targets.js", import.meta.url).href, name };
      const { inputs, finding } = await fuzz({ seed, inputs: INPUTS, targets, ...(hangMs && { hangMs }) });
      const { number, file, ...found } = finding as Finding;
      try {
        expect(found.what).to.match(what);
        expect(inputs).to.equal(number + 1);
        const { bytes } = inputAt(await loadTargets(targets), seed, number);
        expect(bytes.includes(0x55)).to.equal(true);
        expect(readFileSync(file)).to.deep.equal(Buffer.from(bytes));
      } finally {
        rmSync(file);
      }
    });
});
