/** From IDL given as text to what would be written for it. */

import { expect } from "chai";
import { plan } from "../../generator/plan/plan.js";
import type { PlannedFile } from "../../generator/plan/planned-file.js";
import { render, type RenderedFile } from "../../generator/render/render.js";
import { analyseText } from "./diagnostics/marked.js";

/** The plan for one file `main.thrift`, or for several of which the first is the user's. */
export function planText(files: string | Readonly<Record<string, string>>): readonly PlannedFile[] {
  const { program, diagnostics } = analyseText(files);
  expect(diagnostics).to.deep.equal([]);
  return plan(program, new Set(program.modules.slice(0, 1)));
}

export function renderText(files: string | Readonly<Record<string, string>>): Promise<readonly RenderedFile[]> {
  return render(planText(files));
}

/** The text of one of the files. */
export async function renderedFile(files: string | Readonly<Record<string, string>>, path: string): Promise<string> {
  const rendered = await renderText(files);
  const file = rendered.find((each) => each.path === path);
  if (file === undefined) throw new Error(`no ${path} among ${rendered.map((each) => each.path).join(", ")}`);
  return file.text;
}
