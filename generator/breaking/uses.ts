/** Where the structs of an IDL are written to be compared or read again later: in arguments and in state. */
import type { Program, ServiceDeclaration, StructDeclaration, TypeRef } from "../model.js";
import { type StateShape, stateShape } from "../resolve/state-shape.js";
import { structsIn } from "./types.js";

/** By struct, the places: `Greeter.greet`, `GreeterState.counts`. */
export type Places = ReadonlyMap<StructDeclaration, readonly string[]>;

export interface Uses {
  /** Their bytes are part of a call's fingerprint. */
  readonly inArguments: Places;
  /** Their bytes are stored. */
  readonly inValues: Places;
  /** Their bytes are what something is stored under. */
  readonly inKeys: Places;
}

export function findUses({ modules }: Program): Uses {
  const inArguments = new Map<StructDeclaration, string[]>();
  const inValues = new Map<StructDeclaration, string[]>();
  const inKeys = new Map<StructDeclaration, string[]>();
  const services = modules.flatMap((module) => module.services);
  for (const { name, methods } of services) {
    for (const method of methods) for (const { type } of method.args) add(inArguments, type, `${name}.${method.name}`);
  }
  for (const state of new Set(services.flatMap(stateOf))) {
    for (const field of state.fields) {
      const { keys, values } = storedTypes(stateShape(field));
      for (const type of keys) add(inKeys, type, `${state.name}.${field.name}`);
      for (const type of [...keys, ...values]) add(inValues, type, `${state.name}.${field.name}`);
    }
  }
  return { inArguments, inValues, inKeys };
}

/** What a field of a state struct is stored by, and what is stored. The elements of a set are found by their bytes. */
export function storedTypes(shape: StateShape): {
  readonly keys: readonly TypeRef[];
  readonly values: readonly TypeRef[];
} {
  switch (shape.kind) {
    case "value":
    case "list":
      return { keys: [], values: [shape.value] };
    case "set":
      return { keys: [shape.value], values: [] };
    case "sorted-set":
      return { keys: [shape.value], values: [shape.score] };
    case "map":
      return { keys: [shape.key], values: [shape.value] };
    case "map-of": {
      const { keys, values } = storedTypes(shape.of);
      return { keys: [shape.key, ...keys], values };
    }
  }
}

function stateOf({ state }: ServiceDeclaration): readonly StructDeclaration[] {
  return state === undefined ? [] : [state];
}

function add(places: Map<StructDeclaration, string[]>, type: TypeRef, place: string): void {
  for (const struct of structsIn(type)) {
    const known = places.get(struct);
    if (known === undefined) places.set(struct, [place]);
    else if (!known.includes(place)) known.push(place);
  }
}

/** `A`, `A and B`, `A and 7 more`. */
export function listPlaces(places: readonly string[]): string {
  const [first = "", second] = places.map((place) => `\`${place}\``);
  if (second === undefined) return first;
  return places.length === 2 ? `${first} and ${second}` : `${first} and ${places.length - 1} more`;
}
