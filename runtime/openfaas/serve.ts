/** What the generated index.ts of a function calls: wires a function to its store, its gateway and its HTTP host. */

import type { FunctionDefinition } from "../service/function.js";
import { prepareFunction } from "./prepare-function.js";
import { runFunction } from "./function-process.js";

/** Serves a function of OpenFaaS behind its watchdog, until the process is told to stop. */
export function serve(definition: FunctionDefinition): void {
  runFunction(() => prepareFunction(definition, process.env));
}
