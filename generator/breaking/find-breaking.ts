/** Compares two versions of an IDL, and finds what the change from one to the other breaks. */
import type { Program, Span } from "../model.js";
import { compareEncodings } from "./compare-encodings.js";
import { compareDeclarations } from "./compare-declarations.js";
import { compareEnum } from "./compare-enums.js";
import { compareService, type Told } from "./compare-services.js";
import { compareState } from "./compare-state.js";
import { compareStruct } from "./compare-structs.js";
import type { Finding, ReportBreak } from "./finding.js";
import { byName, pairBy, pairModules, StructPairs } from "./pairs.js";
import { findUses, listPlaces } from "./uses.js";

/**
 * Both programs have to be free of errors.
 * @param roots how many files of each side the user has named; the others are included by them
 */
export function findBreaking(old: Program, next: Program, roots: number): Finding[] {
  const findings: Finding[] = [];
  const report: ReportBreak = (finding) => void findings.push(finding);
  const structs = new StructPairs();
  const uses = findUses(old);
  const told: Told = { removed: new Set(), compared: new Set() };

  for (const pair of pairModules(old, next, roots)) {
    compareDeclarations(pair, report);
    for (const each of pairBy(pair.old.structs, pair.new.structs, byName).both) structs.add(each.old, each.new);
    for (const each of pairBy(pair.old.enums, pair.new.enums, byName).both) compareEnum(each, report);
    const services = pairBy(pair.old.services, pair.new.services, byName);
    for (const { name, span, state } of services.removed) {
      report({
        kind: "wire",
        code: "service-removed",
        message: `the service \`${name}\` is gone`,
        why: `calls to it are refused${state === undefined ? "" : ", and its state, stored under its name, can no longer be reached"}`,
        hint: "keep it until nobody calls it",
        old: span,
      });
    }
    for (const each of services.both) {
      compareService(each, structs, told, report);
      compareState(each, structs, report);
    }
  }
  for (const pair of structs) {
    compareStruct(pair, structs, (finding) => {
      report(finding);
      const places = uses.inValues.get(pair.old);
      if (places !== undefined && finding.kind === "wire") report(asStored(finding, places));
    });
    compareEncodings(pair, uses, report);
  }
  return sortFindings(findings, next, old);
}

/** By place: in the new files, then, for what is not in them, in the old ones. */
function sortFindings(findings: readonly Finding[], next: Program, old: Program): Finding[] {
  const files = [...next.modules.map(({ file }) => `new ${file}`), ...old.modules.map(({ file }) => `old ${file}`)];
  const rank = new Map(files.map((file, index) => [file, index]));
  const place = (finding: Finding): readonly [file: number, start: number] => {
    const at = (side: string, span: Span | undefined) =>
      [rank.get(`${side} ${span?.file}`) ?? 0, span?.start ?? 0] as const;
    return finding.new === undefined ? at("old", finding.old) : at("new", finding.new);
  };
  return findings.toSorted((a, b) => {
    const [left, right] = [place(a), place(b)];
    return left[0] - right[0] || left[1] - right[1];
  });
}

/** What breaks messages breaks values that are stored as well. */
function asStored(finding: Finding, places: readonly string[]): Finding {
  return {
    ...finding,
    kind: "state",
    code: `stored-${finding.code}`,
    why: `values in ${listPlaces(places)} are stored the old way: they cannot be read, or lose what they held when they are written again`,
  };
}
