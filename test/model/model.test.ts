/** The protocol holds in every state of the small configurations, and gets into what it is about, and each weakened form of it is found out. */

import { expect } from "chai";
import { check } from "./check.js";
import { SMALL } from "./configurations.js";
import { describeExplored } from "./report.js";
import { SITUATIONS } from "./situations.js";
import { WEAKENED } from "./weakened.js";

describe("the model of the protocol", () => {
  for (const configuration of SMALL) {
    it(`holds: ${configuration.name}`, function () {
      this.timeout(600_000);
      const explored = check(configuration);
      const report = describeExplored(configuration.name, explored);
      console.log(`        ${report}`);
      expect(explored.violation, report).to.equal(undefined);
      expect(explored.isComplete).to.equal(true);
    });
  }

  for (const { configuration, isReached } of SITUATIONS) {
    it(`gets there: ${configuration.name}`, () => {
      const explored = check(configuration, 100_000, (state) => (isReached(state) ? "reached" : undefined));
      expect(explored.violation?.what, describeExplored(configuration.name, explored)).to.equal("reached");
    });
  }

  for (const { configuration, violation } of WEAKENED) {
    it(`finds out: ${configuration.name}`, () => {
      const explored = check(configuration, 10_000);
      expect(explored.violation?.what, describeExplored(configuration.name, explored)).to.match(violation);
    });
  }
});
