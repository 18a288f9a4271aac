/** Every rule, in the order in which they run. */
import type { Rule } from "./rule.js";
import { callLimits } from "./rules/call-limits.js";
import { duplicateDeclarations } from "./rules/duplicate-declarations.js";
import { duplicateEnumMembers } from "./rules/duplicate-enum-members.js";
import { duplicateFieldIds } from "./rules/duplicate-field-ids.js";
import { duplicateFieldNames } from "./rules/duplicate-field-names.js";
import { duplicateMethods } from "./rules/duplicate-methods.js";
import { enumValueRange } from "./rules/enum-value-range.js";
import { exceptionsAsFields } from "./rules/exceptions-as-fields.js";
import { fieldIdRange } from "./rules/field-id-range.js";
import { functionNameClashes } from "./rules/function-name-clashes.js";
import { functionNames } from "./rules/function-names.js";
import { i64Choices } from "./rules/i64-choices.js";
import { incompleteConstants } from "./rules/incomplete-constants.js";
import { inheritedState } from "./rules/inherited-state.js";
import { methodEffects } from "./rules/method-effects.js";
import { moduleNameClashes } from "./rules/module-name-clashes.js";
import { onewayResults } from "./rules/oneway-results.js";
import { partitionArguments } from "./rules/partition-arguments.js";
import { recursiveRequiredStructs } from "./rules/recursive-required-structs.js";
import { reservedMethodNames } from "./rules/reserved-method-names.js";
import { stateFields } from "./rules/state-fields.js";
import { throwsNonExceptions } from "./rules/throws-non-exceptions.js";
import { unionDefaults } from "./rules/union-defaults.js";

export const rules: readonly Rule[] = [
  duplicateDeclarations,
  duplicateFieldIds,
  duplicateFieldNames,
  duplicateEnumMembers,
  duplicateMethods,
  reservedMethodNames,
  fieldIdRange,
  enumValueRange,
  throwsNonExceptions,
  onewayResults,
  methodEffects,
  callLimits,
  partitionArguments,
  i64Choices,
  stateFields,
  inheritedState,
  exceptionsAsFields,
  recursiveRequiredStructs,
  unionDefaults,
  incompleteConstants,
  moduleNameClashes,
  functionNameClashes,
  functionNames,
];
