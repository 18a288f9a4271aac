import { propertyName, propertyOf } from "../../plan/names.js";
import { RESERVED_AS_PARAMETERS, RESERVED_AT_TOP } from "../../plan/reserved.js";
import type { LintRule } from "../rule.js";

/** Global types that a file which imports a type of the same name can no longer use. */
const GLOBALS: ReadonlySet<string> = new Set(
  `Array ArrayBuffer Boolean Buffer DataView Date Error Event Function Iterator JSON Map Math Number Object Partial Pick Promise
  Proxy Record Reflect RegExp Request Response Set String Symbol TypeError URL WeakMap WeakSet`.split(/\s+/),
);

export const awkwardNames: LintRule = {
  code: "awkward-names",
  about: "names that TypeScript does not take as they are, or that hide a global of JavaScript's",
  check({ typedefs, enums, structs, constants, services }, lint) {
    for (const { name, span } of [...typedefs, ...enums, ...structs, ...constants]) {
      if (GLOBALS.has(name)) lint({ span }, `\`${name}\` hides JavaScript's own where it is imported`, RENAME);
      else if (RESERVED_AT_TOP.has(name)) lint({ span }, `\`${name}\` is called \`${name}_\` in TypeScript`, RENAME);
    }
    const types = new Set([...typedefs, ...enums, ...structs].map(({ name }) => name));
    for (const { name, span } of constants) {
      if (!types.has(name) || RESERVED_AT_TOP.has(name)) continue;
      lint({ span }, `\`${name}\` is called \`${name}_\` in TypeScript, for a type has its name`, RENAME);
    }
    for (const struct of structs) {
      for (const field of struct.fields) {
        const property = propertyOf(struct, field);
        if (property === field.name) continue;
        lint(field, `\`${struct.name}.${field.name}\` is called \`${property}\` in TypeScript`, RENAME);
      }
    }
    for (const { methods } of services) {
      for (const { name, span, args } of methods) {
        if (propertyName(name) !== name)
          lint({ span }, `the method \`${name}\` is called \`${propertyName(name)}\` in TypeScript`, RENAME);
        for (const arg of args) {
          if (!RESERVED_AS_PARAMETERS.has(arg.name) && propertyName(arg.name) === arg.name) continue;
          lint(arg, `the argument \`${arg.name}\` of \`${name}\` is called \`${arg.name}_\` in TypeScript`, RENAME);
        }
      }
    }
  },
};

const RENAME = "give it another name, unless it is in use already: `thrift-faas breaking` says whom that breaks";
