/** Random programs: each is made to be valid, in as many forms as the grammar has. */

import fc from "fast-check";

type Generate = fc.GeneratorValue;

/** What has been declared so far. */
interface Names {
  readonly types: string[];
  readonly exceptions: string[];
  readonly services: string[];
  /** With members, by name. */
  readonly enums: Map<string, readonly string[]>;
  readonly integers: string[];
  readonly strings: string[];
}

const BASES = "bool byte i8 i16 i32 i64 double string binary".split(" ");
/** What every object of JavaScript has. */
const OBJECT_NAMES =
  "__proto__ constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf".split(" ");
const FIELD_NAMES = [..."id name Type arguments length value x1 _y".split(" "), ...OBJECT_NAMES];

/** One program as a list of lexemes. */
export const randomProgram: fc.Arbitrary<readonly string[]> = fc
  .gen()
  .map((generate) => new Author(generate).program());

/** Writes lexemes with random blanks and comments between them. */
export function typeset(lexemes: readonly string[], seed: number): string {
  let state = seed;
  const next = (limit: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 16) % limit;
  };
  const gaps = [" ", " ", " ", " ", "\n", "\t", "\r\n", " /* c */ ", " // c\n", " #\n", "\n/** doc */\n", " /**/ "];
  return lexemes.map((lexeme) => lexeme + (gaps[next(gaps.length)] ?? " ")).join("");
}

class Author {
  readonly #generate: Generate;
  readonly #names: Names = {
    types: [],
    exceptions: [],
    services: [],
    enums: new Map(),
    integers: [],
    strings: [],
  };
  readonly #typedefs = new Map<string, Meaning>();
  readonly #constants = new Set<string>();
  readonly #taken = new Set<string>();
  #count = 0;

  constructor(generate: Generate) {
    this.#generate = generate;
  }

  program(): string[] {
    const headers = this.#some(2, () => ["namespace", this.#pick("js", "*", "py", "cpp"), this.#pick("a", "a.b")]);
    const definitions = this.#times(1 + this.#below(7), () =>
      this.#pick(
        () => this.#enum(),
        () => this.#struct("struct"),
        () => this.#struct("struct"),
        () => this.#struct("union"),
        () => this.#struct("exception"),
        () => this.#typedef(),
        () => this.#constant(),
        () => this.#constant(),
        () => this.#service(),
      )(),
    );
    return [...headers, ...definitions];
  }

  #below(limit: number): number {
    return this.#generate(fc.nat, { max: limit - 1 });
  }

  #pick<T>(...choices: readonly T[]): T {
    const choice = choices[this.#below(choices.length)];
    if (choice === undefined) throw new Error("nothing to choose from");
    return choice;
  }

  #maybe(...lexemes: readonly string[]): readonly string[] {
    return this.#pick(true, false) ? lexemes : [];
  }

  #times(count: number, make: () => readonly string[]): string[] {
    return Array.from({ length: count }, make).flat();
  }

  #some(most: number, make: () => readonly string[]): string[] {
    return this.#times(this.#below(most + 1), make);
  }

  /** A name that nothing else has, now and then one that every object has. */
  #name(prefix: string): string {
    const name = this.#below(8) === 0 ? this.#pick(...OBJECT_NAMES) : prefix;
    if (name === prefix || this.#taken.has(name)) return `${prefix}${this.#count++}`;
    this.#taken.add(name);
    return name;
  }

  #separator(): readonly string[] {
    return this.#pick([], [","], [";"]);
  }

  #annotations(): readonly string[] {
    if (this.#below(5) !== 0) return [];
    return [
      "(",
      ...this.#some(2, () => [this.#pick("a", "b.c"), ...this.#maybe("=", '"x"'), ...this.#separator()]),
      ")",
    ];
  }

  #enum(): string[] {
    const name = this.#name("Enum");
    const count = this.#below(4);
    const members = [
      ...new Set(
        Array.from({ length: count }, (_, index) => this.#pick(`M${index}`, `M${index}`, ...OBJECT_NAMES.slice(0, 3))),
      ),
    ];
    this.#names.enums.set(name, members);
    this.#names.types.push(name);
    const body = members.flatMap((member, index) => [
      member,
      ...this.#pick([], ["=", String(index * 3)], ["=", `0x${(index * 3).toString(16)}`]),
      ...this.#annotations(),
      ...this.#separator(),
    ]);
    return ["enum", name, "{", ...body, "}", ...this.#annotations()];
  }

  #struct(kind: "struct" | "union" | "exception"): string[] {
    const name = this.#name(kind[0]?.toUpperCase() + kind.slice(1));
    const fields = this.#fields(kind === "struct" ? name : undefined, kind !== "union");
    if (kind === "exception") this.#names.exceptions.push(name);
    else this.#names.types.push(name);
    return [kind, name, "{", ...fields, "}", ...this.#annotations()];
  }

  /** @param self a struct that may hold itself; never as a required field */
  #fields(self: string | undefined, withRequired: boolean): string[] {
    const names = new Set(Array.from({ length: this.#below(5) }, () => this.#pick(...FIELD_NAMES)));
    let hasDefault = false;
    return [...names].flatMap((name, index) => {
      if (self !== undefined && this.#below(6) === 0) return [`${index + 1}`, ":", "optional", self, name, ","];
      const requiredness = withRequired ? this.#pick([], ["required"], ["optional"]) : [];
      const type = this.#type(0);
      const canHaveDefault = (withRequired || !hasDefault) && this.#hasValue(type.meaning);
      const value = canHaveDefault ? this.#maybe("=", ...this.#value(type.meaning)) : [];
      hasDefault ||= value.length > 0;
      const id = [`${index + 1}`, ":"];
      return [...id, ...requiredness, ...type.lexemes, name, ...value, ...this.#annotations(), ...this.#separator()];
    });
  }

  #typedef(): string[] {
    const type = this.#type(0);
    const name = this.#name("Typedef");
    this.#names.types.push(name);
    this.#typedefs.set(name, type.meaning);
    return ["typedef", ...type.lexemes, name, ...this.#annotations()];
  }

  #constant(): string[] {
    const type = this.#type(0);
    if (!this.#hasValue(type.meaning)) return [];
    const name = this.#constantName();
    const value = this.#value(type.meaning);
    this.#constants.add(name);
    if (type.meaning.kind === "base" && type.meaning.name === "i32") this.#names.integers.push(name);
    if (type.meaning.kind === "base" && type.meaning.name === "string") this.#names.strings.push(name);
    return ["const", ...type.lexemes, name, "=", ...value, ...this.#separator()];
  }

  /** Its own, or one of a type or a service: they are told apart by where they stand. */
  #constantName(): string {
    const { types, services } = this.#names;
    const name = this.#pick(this.#name("CONST"), ...types.slice(0, 2), ...services.slice(0, 1));
    return this.#constants.has(name) ? this.#name("CONST") : name;
  }

  #service(): string[] {
    const name = this.#name("Service");
    const parent = this.#names.services.length === 0 ? [] : this.#maybe("extends", this.#pick(...this.#names.services));
    this.#names.services.push(name);
    const methods = this.#some(3, () => {
      const method = this.#name("method");
      const args = ["(", ...this.#fields(undefined, true), ")"];
      const throws =
        this.#names.exceptions.length === 0
          ? []
          : this.#maybe("throws", "(", "1", ":", this.#pick(...this.#names.exceptions), "e", ")");
      const [result, thrown] = this.#pick(
        [["oneway", "void"], []],
        [["void"], throws],
        [this.#type(0).lexemes, throws],
      );
      return [...result, method, ...args, ...thrown, ...this.#annotations(), ...this.#separator()];
    });
    return ["service", name, ...parent, "{", ...methods, "}", ...this.#annotations()];
  }

  #type(depth: number): { readonly lexemes: readonly string[]; readonly meaning: Meaning } {
    const form = this.#below(depth > 2 ? 6 : 10);
    if (form < 4 || (form < 6 && this.#names.types.length === 0)) {
      const base = this.#pick(...BASES);
      return { lexemes: [base, ...(depth === 0 ? this.#annotations() : [])], meaning: { kind: "base", name: base } };
    }
    if (form < 6) {
      const name = this.#pick(...this.#names.types);
      return { lexemes: [name], meaning: this.#typedefs.get(name) ?? { kind: "named", name } };
    }
    if (form < 9) {
      const element = this.#type(depth + 1);
      const container = this.#pick("list", "set");
      return {
        lexemes: [container, "<", ...element.lexemes, ">"],
        meaning: { kind: "list", element: element.meaning },
      };
    }
    const [key, value] = [this.#type(depth + 1), this.#type(depth + 1)];
    return {
      lexemes: ["map", "<", ...key.lexemes, ",", ...value.lexemes, ">"],
      meaning: { kind: "map", key: key.meaning, value: value.meaning },
    };
  }

  /** Structs have values too, but which ones depends on their fields: those are written by hand, in idioms.ts. */
  #hasValue(meaning: Meaning): boolean {
    switch (meaning.kind) {
      case "base":
        return true;
      case "named":
        return (this.#names.enums.get(meaning.name)?.length ?? 0) > 0;
      case "list":
        return this.#hasValue(meaning.element);
      case "map":
        return this.#hasValue(meaning.key) && this.#hasValue(meaning.value);
    }
  }

  #value(meaning: Meaning): readonly string[] {
    switch (meaning.kind) {
      case "base":
        return [this.#scalar(meaning.name)];
      case "named":
        return [`${meaning.name}.${this.#pick(...(this.#names.enums.get(meaning.name) ?? []))}`];
      case "list":
        return ["[", ...this.#some(2, () => [...this.#value(meaning.element), ...this.#separator()]), "]"];
      case "map": {
        const entry = (): string[] => [
          ...this.#value(meaning.key),
          ":",
          ...this.#value(meaning.value),
          ...this.#separator(),
        ];
        return ["{", ...this.#some(1, entry), "}"];
      }
    }
  }

  #scalar(base: string): string {
    const { integers, strings } = this.#names;
    switch (base) {
      case "bool":
        return this.#pick("true", "false", "0", "1");
      case "i16":
        return this.#pick("0", "-5", "32767", "0x10");
      case "i32":
        return this.#pick("0", "-2147483648", "0x7fffffff", ...integers);
      case "i64":
        return this.#pick("0", "9007199254740993", "-9223372036854775807");
      case "double":
        return this.#pick("0", "1.5", "-1e10", "2.5E-3", ".5", "7");
      case "string":
        return this.#pick('"a"', "'b'", String.raw`"\n\t\\\""`, '"é🎉"', '""', ...strings);
      case "binary":
        return this.#pick('"a"', "''");
      default:
        return this.#pick("0", "-128", "127", "0x7f", "+5");
    }
  }
}

type Meaning =
  | { readonly kind: "base" | "named"; readonly name: string }
  | { readonly kind: "list"; readonly element: Meaning }
  | { readonly kind: "map"; readonly key: Meaning; readonly value: Meaning };
