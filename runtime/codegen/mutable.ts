/** A value under construction: a generated `read` adds the optional fields that came. */
export type Mutable<T> = { -readonly [Property in keyof T]: T[Property] };
