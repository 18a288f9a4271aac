/** Random programs that are valid, in the strangest layout that the grammar allows, with comments everywhere. */

import fc from "fast-check";

/** What may stand between two words; a line comment ends its line by itself. */
const gap = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(" ", "  ", "\t", " ", " ") },
  { weight: 5, arbitrary: fc.constantFrom("\n", "\n    ", "\r\n", "\n\n", "\n \n\n", "\n\t") },
  {
    weight: 3,
    arbitrary: fc.constantFrom(" /* a */ ", "/**/", "\n/* b */\n", " /** c */\n", "\n\n/** d\n * e\n   */ "),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(" // f \n", "\n# g\n", "\n  // h\n\n", "\n//\n", " /* i\n j */ // k\n", "//l\r\n"),
  },
);

const separator = fc.constantFrom("", ",", ";");
const annotations = fc.constantFrom<readonly string[]>(
  [],
  [],
  [],
  ["(", ")"],
  ["(", "deprecated", ")"],
  ["(", "a.b", "=", `"x"`, ",", "c", "=", `'it"s'`, ";", ")"],
  [
    "(",
    "because",
    "=",
    `"a long reason that has to be given here, in full, again and again"`,
    ",",
    "since",
    "=",
    `"1"`,
    ")",
  ],
);
const type: fc.Arbitrary<readonly string[]> = fc.letrec<{ type: readonly string[] }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 2, depthIdentifier: "type" },
    fc.constantFrom(["i32"], ["string"], ["i64"], ["T0"], ["byte"]),
    tie("type").map((inner) => ["list", "<", ...inner, ">"]),
    tie("type").map((inner) => ["set", "cpp_type", `"x"`, "<", ...inner, ">"]),
    fc.tuple(tie("type"), annotations).map(([inner, notes]) => ["map", "<", "string", ",", ...inner, ">", ...notes]),
  ),
})).type;

const requiredness = fc.constantFrom([], ["required"], ["optional"]);

/** Fields with IDs from 1 on. */
const fields = (max: number) =>
  fc
    .array(fc.tuple(requiredness, type, annotations, separator), { maxLength: max })
    .map((list) =>
      list.flatMap(([required, of, notes, end], index) => [
        String(index + 1),
        ":",
        ...required,
        ...of,
        `f${index}`,
        ...notes,
        ...(end === "" ? [] : [end]),
      ]),
    );

const values = (close: string) =>
  fc
    .array(fc.tuple(fc.constantFrom("1", "-0x1F", "+7"), separator), { maxLength: 30 })
    .map((list) => [...list.flatMap(([value, end]) => (end === "" ? [value] : [value, end])), close]);

const method = fc
  .tuple(fc.constantFrom(["void"], ["i32"], ["list", "<", "T0", ">"]), fields(4), fc.boolean(), annotations, separator)
  .map(([returns, args, throws, notes, end]) => (name: string) => [
    ...returns,
    name,
    "(",
    ...args,
    ")",
    ...(throws ? ["throws", "(", "1", ":", "E", "e", ")"] : []),
    ...notes,
    ...(end === "" ? [] : [end]),
  ]);

/** A definition, given what tells it from the others. */
const definition = fc.oneof(
  fc
    .tuple(fields(5), annotations)
    .map(([body, notes]) => (n: number) => ["struct", `S${n}`, "{", ...body, "}", ...notes]),
  fc
    .array(separator, { maxLength: 4 })
    .map((ends) => (n: number) => [
      "enum",
      `N${n}`,
      "{",
      ...ends.flatMap((end, index) => [
        `M${index}`,
        ...(index % 2 === 0 ? ["=", String(index)] : []),
        ...(end === "" ? [] : [end]),
      ]),
      "}",
    ]),
  fc
    .tuple(type, separator)
    .map(([of, end]) => (n: number) => ["typedef", ...of, `A${n}`, ...(end === "" ? [] : [end])]),
  values("]").map((list) => (n: number) => ["const", "list", "<", "i32", ">", `C${n}`, "=", "[", ...list]),
  fc
    .boolean()
    .map((long) => (n: number) => [
      "const",
      "map",
      "<",
      "string",
      ",",
      "i32",
      ">",
      `D${n}`,
      "=",
      "{",
      ...(long ? Array.from({ length: 12 }, (_, key) => [`"key ${key}"`, ":", "1", ","]).flat() : [`"a"`, ":", "1"]),
      "}",
    ]),
  fc
    .array(method, { maxLength: 3 })
    .map((methods) => (n: number) => [
      "service",
      `V${n}`,
      "{",
      ...methods.flatMap((make, index) => make(`m${n}_${index}`)),
      "}",
    ]),
);

const header = fc.constantFrom(
  ["namespace", "*", "x.y"],
  ["namespace", "js", "z", "(", "a", ")"],
  ["cpp_include", `"x"`],
);

/** The text of a file, and the gaps it was made with. */
export const randomIdl: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(header, { maxLength: 2 }),
    fc.array(definition, { maxLength: 5 }),
    fc.array(gap, { minLength: 40, maxLength: 120 }),
    fc.constantFrom("", "\uFEFF"),
  )
  .map(([headers, definitions, gaps, bom]) => {
    const base = ["typedef", "i32", "T0", "exception", "E", "{", "}"];
    const words = [...headers.flat(), ...base, ...definitions.flatMap((make, index) => make(index))];
    const gapAt = (index: number): string => gaps[index % gaps.length] ?? " ";
    return bom + words.map((word, index) => gapAt(index) + word).join("") + gapAt(words.length);
  });
