/** Fields that share one space of IDs: those of a struct, a method's arguments, its exceptions. */
import { ENVELOPE_FIELD } from "../envelope-field.js";
import type { Field, Span, StructDeclaration } from "../model.js";
import type { Finding, ReportBreak } from "./finding.js";
import { byId, type Pair, pairBy } from "./pairs.js";
import { sameValue } from "./same-value.js";
import { describeChange, isSameInSource, isSameOnWire } from "./types.js";

export interface FieldsPlace {
  readonly noun: "field" | "argument" | "exception";
  /** What they belong to: `Post`, `Greeter.greet`. */
  readonly owner: string;
  /** Where that is in the new IDL, for fields that are no longer there. */
  readonly span: Span;
  /** Whether a property may be left out in TypeScript, before and after. */
  readonly mayBeAbsent?: (field: Pair<Field>) => Pair<boolean>;
  /** Told of two structs that stand in the same place. */
  readonly meet: (old: StructDeclaration, next: StructDeclaration) => void;
}

export function compareFields(
  old: readonly Field[],
  next: readonly Field[],
  place: FieldsPlace,
  report: ReportBreak,
): void {
  const { both, removed, added } = pairBy(old, next, byId);
  for (const field of removed) report(removal(field, place));
  for (const field of added) reportAddition(field, place, report);
  for (const pair of both) compareField(pair, place, report);
}

function removal(field: Field, { noun, owner, span }: FieldsPlace): Finding {
  const isEnvelope = field.id === ENVELOPE_FIELD;
  return {
    kind: "wire",
    code: `${noun}-removed`,
    message: `${noun} ${field.id}, \`${field.name}\`, of \`${owner}\` is gone`,
    why: REMOVAL[noun],
    hint: isEnvelope
      ? `${ENVELOPE_FIELD} is the envelope's ID: peers with the old IDL have to be replaced before functions answer to it`
      : REMOVAL_HINT[noun],
    old: field.span,
    new: span,
  };
}

const REMOVAL = {
  field: "the other side reads its default instead, or refuses the message if it is required there",
  argument: "functions with the old IDL read its default instead, and new ones pass over what old callers send",
  exception: "callers with the new IDL cannot read it from functions with the old one",
} as const;

const REMOVAL_HINT = {
  field: "keep it, marked as deprecated, and never use its ID again",
  argument: "keep it, and ignore it; or add a method",
  exception: "keep it in the list",
} as const;

function reportAddition(field: Field, { noun, owner }: FieldsPlace, report: ReportBreak): void {
  const { id, name, span, requiredness } = field;
  const message = `${noun} ${id}, \`${name}\`, of \`${owner}\` is new`;
  if (noun === "exception") {
    report({
      kind: "wire",
      code: "exception-added",
      message,
      why: "callers with the old IDL cannot read it: they see no result, and of a void method success",
      hint: "add a method that throws it, or a field to an exception that is thrown already",
      new: span,
    });
    return;
  }
  if (requiredness === "required") {
    const why = `what the other side sends without it is refused`;
    report({ kind: "wire", code: `required-${noun}-added`, message, why, hint: "make it `optional`", new: span });
  }
  if (noun === "argument") {
    report({
      kind: "source",
      code: "argument-added",
      message,
      why: "handlers and calls have one argument less: a handler finds the invocation where the argument is now",
      hint: "add a field to a struct that is an argument already, or add a method",
      new: span,
    });
  }
}

function compareField(pair: Pair<Field>, place: FieldsPlace, report: ReportBreak): void {
  const { old, new: next } = pair;
  const { noun, owner, meet } = place;
  const what = `${noun} ${old.id}, \`${next.name}\`, of \`${owner}\``;
  const at = { old: old.span, new: next.span };
  const described = describeChange({ old: old.type, new: next.type });
  const types = `was \`${described.old}\` and is \`${described.new}\``;
  if (!isSameOnWire(old.type, next.type, meet)) {
    report({
      kind: "wire",
      code: `${noun}-type-changed`,
      message: `${what} ${types}`,
      why: "neither side can read what the other one sends",
      hint: "give it its old type back, and add a new one with an ID that was never used",
      ...at,
    });
  } else if (!isSameInSource(old.type, next.type)) {
    report({
      kind: "source",
      code: `${noun}-type-renamed`,
      message: `${what} ${types}`,
      why: "the bytes are the same, but what TypeScript calls them is not",
      hint: "leave it as it is; a typedef gives a type a name without a change",
      ...at,
    });
  }
  if (noun === "exception") return;
  if ((old.requiredness === "required") !== (next.requiredness === "required")) {
    report({
      kind: "wire",
      code: `${noun}-requiredness-changed`,
      message: `${what} was ${old.requiredness === "required" ? "" : "not "}required, and is ${next.requiredness === "required" ? "now" : "no longer"}`,
      why: "the side for which it is required refuses what the other one sends without it",
      hint: "leave it as it is; what is required once is required for ever",
      ...at,
    });
  }
  if (old.name !== next.name) {
    report({
      kind: "source",
      code: `${noun}-renamed`,
      message: `${noun} ${old.id} of \`${owner}\` was \`${old.name}\` and is \`${next.name}\``,
      why: "on the wire it is the same; code that uses its name, and JSON that is read by `thrift-faas call`, is not",
      hint: `call it \`${old.name}\``,
      ...at,
    });
  }
  const absent = place.mayBeAbsent?.(pair);
  if (absent !== undefined && absent.old !== absent.new) {
    report({
      kind: "source",
      code: `${noun}-optionality-changed`,
      message: `${what} ${absent.new ? "may be absent now" : "always has a value now"}`,
      why: absent.new ? "code that reads it finds `undefined`" : "code that makes one has to give it a value",
      hint: "leave it as it is",
      ...at,
    });
  }
  if (!sameValue(old.defaultValue, next.defaultValue)) {
    report({
      kind: "source",
      code: `${noun}-default-changed`,
      message: `${what} has another default`,
      why: "what was left out means one thing to the old side and another one to the new",
      hint: "leave the default, and give the value where one is made",
      ...at,
    });
  }
}
