#!/usr/bin/env node
/** The executable; all it does is in cli/. */

import { run } from "../cli/program.js";

await run(process.argv.slice(2));
