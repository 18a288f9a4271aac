/** What tells the parts of a service apart is one argument, of a type whose values read in one way. */
import { didYouMean } from "../../diagnostics/suggest.js";
import { keyProblem } from "../../resolve/key-problem.js";
import { partitionArgument } from "../../resolve/method-annotations.js";
import { plainType } from "../../resolve/plain-type.js";
import { describeType } from "../../resolve/underlying.js";
import { errorAt, methodsOf, type Rule } from "../rule.js";

export const partitionArguments: Rule = (program, report) => {
  for (const method of methodsOf(program)) {
    const annotation = method.annotations.get("faas.partition");
    if (annotation === undefined) continue;
    const argument = partitionArgument(method);
    if (argument === undefined) {
      const names = method.args.map(({ name }) => name);
      const message = `\`${method.name}\` has no argument \`${annotation.value}\` to tell its partition by`;
      const hint = didYouMean(annotation.value, names) ?? 'name an argument: `faas.partition = "user_id"`';
      report(errorAt(annotation, "unknown-argument", message, { hint }));
    } else if (plainType(argument.type).kind === "struct" || keyProblem(argument.type) !== undefined) {
      const message = `\`${argument.name}\` is a \`${describeType(argument.type)}\`, which tells no partition`;
      const hint = "name an argument of a base type but double, or an enum";
      report(errorAt(annotation, "partition-type", message, { hint }));
    }
  }
};
