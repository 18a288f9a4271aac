/** `npm run model`: explores the large configurations and says what it found; exit code 1 if anything is violated. */

import { check } from "./check.js";
import { LARGE } from "./configurations.js";
import { describeExplored } from "./report.js";

for (const configuration of LARGE) {
  const explored = check(configuration);
  console.log(describeExplored(configuration.name, explored));
  if (explored.violation !== undefined || !explored.isComplete) process.exitCode = 1;
}
