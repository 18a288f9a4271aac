/** Every lint rule, in the order in which they run, and the warnings that a config can speak of as well. */
import type { LintRule } from "./rule.js";
import { awkwardNames } from "./rules/awkward-names.js";
import { bareI64 } from "./rules/bare-i64.js";
import { incomparableKeys } from "./rules/incomparable-keys.js";
import { missingDocs } from "./rules/missing-docs.js";
import { missingFieldDocs } from "./rules/missing-field-docs.js";
import { requiredFields } from "./rules/required-fields.js";

/** Off, unless the config says otherwise. */
export const lintRules: readonly LintRule[] = [
  missingDocs,
  missingFieldDocs,
  bareI64,
  awkwardNames,
  incomparableKeys,
  requiredFields,
];

/** What `gen` warns of. On, unless the config says otherwise. */
export const warnings: ReadonlyMap<string, string> = new Map([
  ["implicit-field-id", "fields without an ID"],
  ["nonpositive-field-id", "fields with an ID below 1"],
  ["duplicate-enum-value", "enum members with the same number"],
  ["exception-as-field", "exceptions as the type of a field"],
  ["obsolete", "words that Thrift has replaced"],
]);
