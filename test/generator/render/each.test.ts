import { expect } from "chai";
import handlebars from "handlebars";
import { fasterEach } from "../../../generator/render/each.js";
import { COMPILE_OPTIONS } from "../../../generator/render/templates.js";

const own = handlebars.create();
const faster = handlebars.create();
const { each } = own.helpers;
if (each !== undefined) faster.registerHelper("each", fasterEach(faster.createFrame, each));

const ANYTHING =
  "{{#each of}}[{{this}} {{@key}} {{@index}}{{#if @first}} first{{/if}}{{#if @last}} last{{/if}}]{{else}}nothing{{/each}}";

function expectTheSame(template: string, of: unknown): void {
  const text = own.compile(template, COMPILE_OPTIONS)({ of, other: "around" });
  expect(faster.compile(template, COMPILE_OPTIONS)({ of, other: "around" })).to.equal(text);
}

describe("each", () => {
  it("gives a list what Handlebars' own gives it", () => {
    for (const list of [["a", "b", "c"], ["a"], [], [0, "", null, undefined, false]]) expectTheSame(ANYTHING, list);
    const inner =
      "{{#each of}}{{#each this}}{{this}} {{@index}} of {{@../index}} {{@root.other}};{{/each}}{{@index}}{{/each}}";
    expectTheSame(inner, [["a", "b"], [], ["c"]]);
    expectTheSame("{{#each of}}{{this}} {{../other}},{{/each}}", ["a", "b"]);
    expectTheSame("{{#each of as |item index|}}{{index}} {{item}},{{/each}}", ["a", "b"]);
  });

  it("leaves to Handlebars' own what is no list", () => {
    for (const of of [{ a: 1, b: 2 }, {}, new Set(["a", "b"]), undefined, null, "text", 5]) expectTheSame(ANYTHING, of);
  });

  it("gives texts of any length, in order", () => {
    const many = Array.from({ length: 30_000 }, (_, index) => `number ${index} of many, and long enough`);
    expectTheSame("{{#each of}}{{this}}\n{{/each}}", many);
    expectTheSame("{{#each of}}{{this}}\n{{/each}}", [many.join("\n"), many.join(" "), "the end"]);
  });
});
