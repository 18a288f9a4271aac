/** Runs every rule over the resolved program. */
import type { Report } from "../diagnostics/report.js";
import type { Program } from "../model.js";
import { rules } from "./rules.js";

export function check(program: Program, report: Report): void {
  for (const rule of rules) rule(program, report);
}
