/** docs/gen.md says what is so: its options, its examples, its tables of views. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { genCommand } from "../../cli/gen.js";
import { PACKAGE } from "../support/imports.js";
import { Project } from "../support/project.js";

const page = readFileSync(join(PACKAGE, "docs/gen.md"), "utf8");

/** The cells of every row of the page's tables, without the back-ticks around the first. */
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

const namesIn = (cell = ""): string[] => [...cell.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name);

/** The fields of every interface that templates receive, those of what it extends first. */
function readViews(): Map<string, string[]> {
  const views = new Map<string, string[]>();
  const folder = join(PACKAGE, "generator/plan/views");
  const text = readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");
  const found = [...text.matchAll(/^export interface (\w+)(?: extends ([\w, ]+))? \{\n(.*?)^\}/gms)];
  // What an interface extends may stand below it.
  const own = new Map(
    found.map(([, name = "", , body = ""]) => [
      name,
      [...body.matchAll(/^ {2}readonly (\w+)/gm)].map((each) => each[1] ?? ""),
    ]),
  );
  const parents = new Map(found.map(([, name = "", extended = ""]) => [name, extended.split(/, /).filter(Boolean)]));
  const fieldsOf = (name: string): string[] => [
    ...(parents.get(name) ?? []).flatMap(fieldsOf),
    ...(own.get(name) ?? []),
  ];
  for (const name of own.keys()) views.set(name, fieldsOf(name));
  return views;
}

describe("docs/gen.md", () => {
  it("has each option of `gen --help` once, in the same order, with an example that uses it", () => {
    const sections = page.split(/^### (?=`-)/m).slice(1);
    const options = genCommand().options.map(({ short, long }) => `\`${[short, long].filter(Boolean).join(", ")}\``);
    expect(sections.map((section) => section.split("\n")[0])).to.deep.equal(options);
    for (const [index, { short, long }] of genCommand().options.entries()) {
      const [, example = ""] = /```sh\n(.*?)```/s.exec(sections[index] ?? "") ?? [];
      expect(example).to.match(new RegExp(` (?:${short}|${long}) ?`));
    }
  });

  it("has every template of ours", () => {
    const ours = readdirSync(join(PACKAGE, "templates/ts-faas")).map((name) => name.replace(/\.hbs$/, ""));
    const documented = rows.filter((row) => row.length === 4).map(([name = ""]) => name.replaceAll("`", ""));
    expect(documented.toSorted()).to.deep.equal(ours.toSorted());
  });

  it("has every field of the views that it speaks of", () => {
    const views = readViews();
    let checked = 0;
    for (const row of rows) {
      const view = row.map((cell) => /^`(\w+View)`/.exec(cell)?.[1]).find((name) => name !== undefined);
      if (view === undefined) continue;
      checked++;
      expect(namesIn(row.at(-1)).toSorted(), view).to.deep.equal((views.get(view) ?? []).toSorted());
    }
    expect(checked).to.be.greaterThan(25);
  });

  it("has examples that work, and whose output compiles", async function () {
    this.timeout(120_000);
    const project = new Project();
    try {
      const commands: string[] = [];
      for (const [, language, text = ""] of page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)) {
        const [first = "", ...rest] = text.split("\n");
        if (language === "thrift") project.write(first.replace("// ", ""), rest.join("\n"));
        if (language === "hbs") project.write(first.replace(/^\{\{!-- (.*) --\}\}$/, "$1"), text);
        if (language === "ts")
          project.write("views.ts", `${text}export type Both = [IdlServicePageView, Templates];\n`);
        if (language === "sh") commands.push(text.trim());
      }
      expect(commands.length).to.be.greaterThan(9);
      for (const command of commands) {
        const [npx, name, ...args] = command.split(" ");
        expect([npx, name]).to.deep.equal(["npx", "thrift-faas"]);
        if (args.includes("--watch")) continue;
        const { status, stdout, stderr } = await project.thriftFaas(...args);
        expect(status, `${command}\n${stdout}${stderr}`).to.equal(0);
      }
      expect(JSON.parse(project.read("gen/docs/greeter.json"))).to.have.nested.property(
        "methods[0].returns",
        "Greeting",
      );
      expect(project.read("gen/functions/greeter/handler.ts")).to.include("unfilled");
      await project.thriftFaas("gen", "greeter.thrift", "-I", "idl", "-o", "own", "--templates", "templates");
      expect(project.read("own/functions/greeter/handler.ts")).to.include("Ask #greetings");
      await project.thriftFaas(
        "gen",
        "greeter.thrift",
        "-I",
        "idl",
        "--templates",
        "node_modules/thrift-faas/templates/markdown",
      );
      expect(project.read("gen/greeter/greeter.md")).to.include("[Greeting](#shared.Greeting)");
      expect(await project.tsc()).to.deep.equal({ status: 0, stdout: "", stderr: "" });
    } finally {
      project.remove();
    }
  });
});
