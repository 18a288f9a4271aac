/** What a field of a state struct becomes: one durable value, or a collection that is stored element by element. */
import type { Annotations, Field, TypeRef } from "../model.js";
import { type PlainType, plainType } from "./plain-type.js";

export const ORDERED = "faas.ordered";

export type CollectionShape =
  | { readonly kind: "map"; readonly key: TypeRef; readonly value: TypeRef }
  | { readonly kind: "set" | "list"; readonly value: TypeRef }
  | { readonly kind: "sorted-set"; readonly value: TypeRef; readonly score: TypeRef };

export type StateShape =
  | { readonly kind: "value"; readonly value: TypeRef }
  | CollectionShape
  | { readonly kind: "map-of"; readonly key: TypeRef; readonly of: CollectionShape };

/** A container right under a map is a collection of its own per key; what is nested deeper is stored as one value. */
export function stateShape({ type, annotations }: Field): StateShape {
  const plain = plainType(type);
  if (plain.kind === "map" && !isOrdered(plain.annotations) && !isOrdered(annotations)) {
    const of = collectionShape(plainType(plain.value));
    return of === undefined ? plain : { kind: "map-of", key: plain.key, of };
  }
  return collectionShape(plain, annotations) ?? { kind: "value", value: type };
}

function collectionShape(plain: PlainType, annotations?: Annotations): CollectionShape | undefined {
  switch (plain.kind) {
    case "list":
    case "set":
      return { kind: plain.kind, value: plain.element };
    case "map": {
      const ordered = isOrdered(plain.annotations) || (annotations !== undefined && isOrdered(annotations));
      return ordered ? { kind: "sorted-set", value: plain.key, score: plain.value } : plain;
    }
    default:
      return undefined;
  }
}

function isOrdered(annotations: Annotations): boolean {
  return annotations.has(ORDERED);
}
