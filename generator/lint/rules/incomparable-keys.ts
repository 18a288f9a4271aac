import { plainType } from "../../resolve/plain-type.js";
import { describeType } from "../../resolve/underlying.js";
import { parts, typesIn } from "../../resolve/written-types.js";
import type { LintRule } from "../rule.js";

export const incomparableKeys: LintRule = {
  code: "incomparable-keys",
  about: "map keys and set elements that JavaScript compares by identity: structs, containers, binaries",
  check(module, lint) {
    for (const { name, span, type } of typesIn(module)) {
      for (const part of parts(type)) {
        if (part.kind !== "map" && part.kind !== "set") continue;
        const key = part.kind === "map" ? part.key : part.element;
        const plain = plainType(key);
        if (plain.kind === "enum" || (plain.kind === "base" && plain.name !== "binary")) continue;
        const message = `\`${describeType(part)}\` of \`${name}\` is looked up by \`${describeType(key)}\`, which JavaScript compares by identity`;
        const hint =
          part.kind === "map"
            ? "use a string or an integer as the key, or a list of structs that hold the key and the value"
            : "use a list";
        lint({ span }, message, hint);
      }
    }
  },
};
