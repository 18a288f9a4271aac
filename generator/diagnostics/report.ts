/** Where a stage puts what it has found: nothing in the front half throws for a user's mistake. */
import type { Diagnostic } from "../model.js";
import type { Code } from "./codes.js";

export type Report = (diagnostic: Diagnostic<Code>) => void;
