/** Services as their callers see them: their methods, inherited ones included. */
import type { Method, ServiceDeclaration, TypeRef } from "../model.js";
import { compareAnnotations } from "./compare-annotations.js";
import { compareArguments } from "./compare-encodings.js";
import { compareFields } from "./compare-fields.js";
import type { ReportBreak } from "./finding.js";
import { allMethods, byId, byName, type Pair, pairBy, type StructPairs } from "./pairs.js";
import { describeChange, isSameInSource, isSameOnWire } from "./types.js";

/** The old methods of which something has been said already: what a parent has, its children have too. */
export interface Told {
  readonly removed: Set<Method>;
  readonly compared: Set<Method>;
}

export function compareService(
  { old, new: next }: Pair<ServiceDeclaration>,
  pairs: StructPairs,
  told: Told,
  report: ReportBreak,
): void {
  if (old.function !== next.function) {
    report({
      kind: "wire",
      code: "function-moved",
      message: `\`${next.name}\` was in the function \`${old.function}\` and is in \`${next.function}\``,
      why: "callers, and calls that are under way, go on asking the old function",
      hint: `deploy it under both names until the last ID has expired, a day later; or write \`faas.function = "${old.function}"\``,
      old: old.annotations.get("faas.function")?.span ?? old.span,
      new: next.annotations.get("faas.function")?.span ?? next.span,
    });
  }
  const methods = pairBy(allMethods(old), allMethods(next), byName);
  for (const method of methods.removed) {
    if (told.removed.has(method)) continue;
    told.removed.add(method);
    report({
      kind: "wire",
      code: "method-removed",
      message: `the method \`${old.name}.${method.name}\` is gone`,
      why: "calls to it are refused, those that are under way too",
      hint: "keep it until nobody calls it",
      old: method.span,
      new: next.span,
    });
  }
  for (const pair of methods.both) {
    if (told.compared.has(pair.old)) continue;
    told.compared.add(pair.old);
    compareMethod(pair, next, pairs, report);
  }
}

function compareMethod(
  { old, new: next }: Pair<Method>,
  service: ServiceDeclaration,
  pairs: StructPairs,
  report: ReportBreak,
): void {
  const owner = `${service.name}.${next.name}`;
  const at = { old: old.span, new: next.span };
  const meet = pairs.add.bind(pairs);
  if (old.oneway !== next.oneway) {
    report({
      kind: "wire",
      code: "oneway-changed",
      message: `\`${owner}\` was ${old.oneway ? "" : "not "}oneway, and is ${next.oneway ? "now" : "no longer"}`,
      why: "one side waits for an answer that the other one does not give",
      hint: "add a method with another name",
      ...at,
    });
  }
  compareReturns({ old: old.returns, new: next.returns }, owner, at, meet, report);
  compareFields(old.args, next.args, { noun: "argument", owner, span: next.span, meet }, report);
  compareFields(old.throws, next.throws, { noun: "exception", owner, span: next.span, meet }, report);
  const { both } = pairBy(old.args, next.args, byId);
  const moved = both.filter(({ old: arg }) => isElsewhere(arg.id, old, next));
  if (moved.length > 0) {
    report({
      kind: "source",
      code: "arguments-reordered",
      message: `the arguments of \`${owner}\` are in another order`,
      why: "in TypeScript arguments have places: code passes one for the other, and may compile",
      hint: "leave the order; IDs alone tell arguments apart on the wire",
      ...at,
    });
  }
  compareArguments({ old, new: next }, owner, report);
  compareAnnotations({ old, new: next }, owner, report);
}

/** Whether an argument has other ones before it than it had, of those that both sides have. */
function isElsewhere(id: number, old: Method, next: Method): boolean {
  const common = ({ args }: Method, { args: others }: Method): readonly number[] =>
    args.map(byId).filter((each) => others.some((other) => other.id === each));
  return common(old, next).indexOf(id) !== common(next, old).indexOf(id);
}

function compareReturns(
  { old, new: next }: Pair<TypeRef | undefined>,
  owner: string,
  at: Pair<Method["span"]>,
  meet: StructPairs["add"],
  report: ReportBreak,
): void {
  if (old === undefined && next === undefined) return;
  const types = describeChange({ old, new: next });
  const message = `\`${owner}\` returned \`${types.old}\` and returns \`${types.new}\``;
  if (old === undefined || next === undefined || !isSameOnWire(old, next, meet)) {
    const why = "callers with one IDL cannot read the answers of functions with the other one";
    report({ kind: "wire", code: "return-type-changed", message, why, hint: "add a method with another name", ...at });
  } else if (!isSameInSource(old, next)) {
    const why = "the bytes are the same, but what TypeScript calls them is not";
    report({ kind: "source", code: "return-type-renamed", message, why, hint: "give it its old type back", ...at });
  }
}
