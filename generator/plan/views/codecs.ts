/** What the template of `codecs.ts` receives. What holds of all views stands at `Templates`, in ../planned-file.ts. */

/** `codecs.ts`: how the structs of one module are read and written. */
export interface CodecsView {
  /** Import statements. */
  readonly imports: readonly string[];
  /** One for each struct, union and exception; `partial` names the template that lays it out. */
  readonly codecs: readonly (StructCodecView | UnionCodecView)[];
}

/** How a struct or an exception is read and written. */
export interface StructCodecView {
  /** The template that lays it out. */
  readonly partial: "struct-codec";
  /** "export " or "". */
  readonly export: string;
  /** The codec's name. */
  readonly name: string;
  /** The name of the type that it reads and writes. */
  readonly type: string;
  /** What error messages put before a field's name, a string literal. */
  readonly where: string;
  /** The struct's name on the wire, a string literal. */
  readonly wireName: string;
  /** The name of the table of its fields. */
  readonly fields: string;
  /** One for each field, in the order of the source. */
  readonly reads: readonly ReadView[];
  /** The expression for what was read, one property per line. */
  readonly result: string;
  /** What is added to the result when it was read. */
  readonly additions: readonly AdditionView[];
  /** One for each field, in the order of the IDs. */
  readonly writes: readonly WriteView[];
}

/** A property that the result has only when its field was read. */
export interface AdditionView {
  /** The property. */
  readonly property: string;
  /** The variable that holds what was read. */
  readonly local: string;
}

/** How one field is read. */
export interface ReadView {
  /** The field's ID. */
  readonly id: number;
  /** Wire type and ID as one number, in hexadecimal; see `runtime/protocol/tag.ts`. */
  readonly tag: string;
  /** Its type on the wire, an expression. */
  readonly wireType: string;
  /** Its name, a string literal. */
  readonly name: string;
  /** The variable that holds what was read. */
  readonly local: string;
  /** Its type. */
  readonly type: string;
  /** The expression that reads it. */
  readonly value: string;
}

/** How one field is written. */
export interface WriteView {
  /** Wire type and ID as one number, in hexadecimal; see `runtime/protocol/tag.ts`. */
  readonly tag: string;
  /** When to write the field; "" for always. */
  readonly condition: string;
  /** The statement that writes the value. */
  readonly statement: string;
}

/** How a union is read and written. */
export interface UnionCodecView {
  /** The template that lays it out. */
  readonly partial: "union-codec";
  /** The codec's name. */
  readonly name: string;
  /** The name of the type that it reads and writes. */
  readonly type: string;
  /** What error messages put before a field's name, a string literal. */
  readonly where: string;
  /** The union's name on the wire, a string literal. */
  readonly wireName: string;
  /** The name of the table of its fields. */
  readonly fields: string;
  /** One for each field. */
  readonly variants: readonly UnionCodecVariantView[];
}

/** How one field of a union is read and written. */
export interface UnionCodecVariantView {
  /** The field's ID. */
  readonly id: number;
  /** Wire type and ID as one number, in hexadecimal; see `runtime/protocol/tag.ts`. */
  readonly tag: string;
  /** Its type on the wire, an expression. */
  readonly wireType: string;
  /** A string literal, as the value's `kind` and as the field's name. */
  readonly kind: string;
  /** The expression that reads it. */
  readonly value: string;
  /** The statement that writes it. */
  readonly statement: string;
}
