/** Opens a service's state for one attempt of an invocation: one accessor per field of its state struct. */

import type { StateAccess } from "./access.js";
import { type Cells, openCells } from "./cells.js";
import type { CollectionField, StateDescriptor, StateField } from "./descriptor.js";
import { createGates, type Gates } from "./gate.js";
import { openDurableList } from "./durable-list.js";
import { openDurableMapOf } from "./durable-map-of.js";
import { openDurableMap } from "./durable-map.js";
import { openDurableSet } from "./durable-set.js";
import { openDurableSortedSet } from "./durable-sorted-set.js";
import { openDurableValue } from "./durable-value.js";

/**
 * The accessors by field name; generated code knows their types. Nothing is read yet.
 * @param gates shared by all branches of an attempt
 */
export function openState(
  descriptor: StateDescriptor,
  access: StateAccess,
  gates: Gates = createGates(),
): Readonly<Record<string, unknown>> {
  const opened = [...descriptor].map(([name, field]) => [name, openField(field, openCells(access, gates, name))]);
  return Object.freeze(Object.fromEntries(opened));
}

function openField(field: StateField, cells: Cells): unknown {
  switch (field.kind) {
    case "value":
      return openDurableValue(cells, "", field.value, field.initial ?? (() => undefined));
    case "map-of":
      return openDurableMapOf(cells, field.key, (inner) => openCollection(field.of, inner));
    default:
      return openCollection(field, cells);
  }
}

function openCollection(field: CollectionField, cells: Cells): unknown {
  switch (field.kind) {
    case "map":
      return openDurableMap(cells, field.key, field.value);
    case "set":
      return openDurableSet(cells, field.value);
    case "list":
      return openDurableList(cells, field.value);
    case "sorted-set":
      return openDurableSortedSet(cells, field.value, field.score);
  }
}
