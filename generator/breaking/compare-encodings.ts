/**
 * Changes that any reader takes, but that give the same values other bytes. A call that is under way is told by the bytes of
 * its arguments (its fingerprint, docs/PROTOCOL.md), and what is stored under a key is found by the key's bytes.
 */
import type { Field, Method, Span, StructDeclaration } from "../model.js";
import { isOptional } from "../resolve/presence.js";
import type { ReportBreak } from "./finding.js";
import { byId, type Pair, pairBy } from "./pairs.js";
import { listPlaces, type Uses } from "./uses.js";

export function compareEncodings(pair: Pair<StructDeclaration>, uses: Uses, report: ReportBreak): void {
  const { old, new: next } = pair;
  const inArguments = uses.inArguments.get(old);
  const inKeys = uses.inKeys.get(old);
  if (inArguments !== undefined) {
    for (const { what, ...at } of reencoded(old, next, (struct, field) => !isOptional(struct, field))) {
      report({
        kind: "state",
        code: "arguments-reencoded",
        message: what,
        why: `calls of ${listPlaces(inArguments)} that are under way are made again with other bytes, which is taken for another call`,
        hint: HINT,
        ...at,
      });
    }
  }
  if (inKeys !== undefined) {
    // A key is read back before it is written, so that what has a default is always there.
    const always = (struct: StructDeclaration, field: Field): boolean =>
      !isOptional(struct, field) || field.defaultValue !== undefined;
    for (const { what, ...at } of reencoded(old, next, always)) {
      report({
        kind: "state",
        code: "key-reencoded",
        message: what,
        why: `what is stored in ${listPlaces(inKeys)} is found by the bytes of its key, which are others now`,
        hint: "leave it as it is, and add a field with another key to the state",
        ...at,
      });
    }
  }
}

const HINT =
  "make what is new `optional`, and put it last; or let what is under way end before its callers are deployed";

export function compareArguments({ old, new: next }: Pair<Method>, owner: string, report: ReportBreak): void {
  const ids = [old, next].map(({ args }) => args.map(byId).join());
  if (ids[0] === ids[1]) return;
  report({
    kind: "state",
    code: "arguments-reencoded",
    message: `\`${owner}\` has other arguments than before, or in another order`,
    why: "calls of it that are under way are made again with other bytes, which is taken for another call",
    hint: "add a method with another name; or let what is under way end before its callers are deployed",
    old: old.span,
    new: next.span,
  });
}

interface Reencoded {
  readonly what: string;
  readonly old?: Span;
  readonly new?: Span;
}

/** Why a value of the struct has other bytes. Fields that are gone, or of another type, break more than this. */
function reencoded(
  old: StructDeclaration,
  next: StructDeclaration,
  isWritten: (struct: StructDeclaration, field: Field) => boolean,
): readonly Reencoded[] {
  if (old.kind === "union" || next.kind === "union") return [];
  const { both, added } = pairBy(old.fields, next.fields, byId);
  const name = (field: Field): string => `field ${field.id}, \`${field.name}\`, of \`${next.name}\``;
  const more = added
    .filter((field) => isWritten(next, field))
    .map((field) => ({ what: `${name(field)} is new, and is always sent`, new: field.span }));
  const switched = both
    .filter((field) => isWritten(old, field.old) !== isWritten(next, field.new))
    .map((field) => ({
      what: `${name(field.new)} is ${isWritten(next, field.new) ? "always sent now" : "no longer always sent"}`,
      old: field.old.span,
      new: field.new.span,
    }));
  const common = both.map((field) => field.old.id);
  const order = next.fields.map(byId).filter((id) => common.includes(id));
  const moved =
    order.join() === common.join()
      ? []
      : [
          {
            what: `the fields of \`${next.name}\` are in another order, and are sent in it`,
            old: old.span,
            new: next.span,
          },
        ];
  return [...more, ...switched, ...moved];
}
