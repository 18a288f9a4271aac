/** What `faas.*` annotations on a method promise to those who call it, and to what is stored about calls. */
import type { Method } from "../model.js";
import { effectsOf, parseTimeout, parseTries, partitionArgument } from "../resolve/method-annotations.js";
import type { ReportBreak } from "./finding.js";
import type { Pair } from "./pairs.js";

export function compareAnnotations({ old, new: next }: Pair<Method>, owner: string, report: ReportBreak): void {
  const at = (name: string) => ({
    old: old.annotations.get(name)?.span ?? old.span,
    new: next.annotations.get(name)?.span ?? next.span,
  });

  const partitions = [partitionArgument(old), partitionArgument(next)].map((argument) => argument?.id);
  if (partitions[0] !== partitions[1]) {
    report({
      kind: "state",
      code: "partition-changed",
      message: `calls of \`${owner}\` belong to other parts than before`,
      why: "state stays in the part that it was stored in, and calls that are under way are looked for in the wrong one",
      hint: "leave `faas.partition`; or move the state, when nothing is under way",
      ...at("faas.partition"),
    });
  }

  const [before, after] = [effectsOf(old)[0]?.effects, effectsOf(next)[0]?.effects];
  if (before !== after) {
    const name = `faas.${after ?? before ?? ""}`;
    report({
      kind: "state",
      code: "effects-changed",
      message: `\`${owner}\` was ${describeEffects(before)} and is ${describeEffects(after)}`,
      why: "callers that are under way have logged its answers in the old way, and cannot be replayed in the new one",
      hint: "add a method with another name; or let what is under way end before its callers are deployed",
      old: old.annotations.get(`faas.${before ?? ""}`)?.span ?? old.span,
      new: next.annotations.get(name)?.span ?? next.span,
    });
  }

  const timeouts = [old, next].map(({ annotations }) => parseTimeout(annotations.get("faas.timeout")?.value ?? ""));
  if ((timeouts[1] ?? Infinity) < (timeouts[0] ?? Infinity)) {
    report({
      kind: "wire",
      code: "timeout-shortened",
      message: `a call of \`${owner}\` is tried for a shorter time than before`,
      why: "calls that were answered in time may fail now",
      hint: "leave `faas.timeout`, unless no call takes that long",
      ...at("faas.timeout"),
    });
  }

  const tries = [old, next].map(({ annotations }) => parseTries(annotations.get("faas.retry")?.value ?? ""));
  if ((tries[1] ?? Infinity) < (tries[0] ?? Infinity)) {
    report({
      kind: "wire",
      code: "retries-lowered",
      message: `a call of \`${owner}\` is tried less often than before`,
      why: "calls that succeeded in the end may fail now",
      hint: "leave `faas.retry`",
      ...at("faas.retry"),
    });
  }
}

function describeEffects(effects: string | undefined): string {
  return effects === undefined ? "recorded" : `\`faas.${effects}\``;
}
