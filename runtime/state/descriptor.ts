/** How generated code describes a service's durable state: the fields of its state struct, and what each is stored as. */

import type { StructCodec, TType } from "../protocol/protocol.js";

/** A type of the IDL whose values are stored, each on its own. `name` is what the IDL calls it. */
export interface StoredType<T> extends StructCodec<T> {
  readonly type: TType;
}

/** A field that holds many values, each stored under a key of its own. */
export type CollectionField =
  | { readonly kind: "map"; readonly key: StoredType<unknown>; readonly value: StoredType<unknown> }
  | { readonly kind: "set" | "list"; readonly value: StoredType<unknown> }
  | { readonly kind: "sorted-set"; readonly value: StoredType<unknown>; readonly score: StoredType<number | bigint> };

export type StateField =
  | {
      readonly kind: "value";
      readonly value: StoredType<unknown>;
      /** The IDL's default; a function, so that no attempt can change it for the next one. */
      readonly initial?: () => unknown;
    }
  | CollectionField
  /** One collection per key. */
  | { readonly kind: "map-of"; readonly key: StoredType<unknown>; readonly of: CollectionField };

/** The fields of a state struct by name; a field's name is also its collection's in the store. */
export type StateDescriptor = ReadonlyMap<string, StateField>;

/** Of a service whose IDL names no state. */
export const NO_STATE: StateDescriptor = new Map();
