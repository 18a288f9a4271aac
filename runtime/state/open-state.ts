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
      return calmed(openDurableValue(cells, "", field.value, field.initial ?? (() => undefined)));
    case "map-of":
      return openDurableMapOf(cells, field.key, (inner) => calmed(openCollection(field.of, inner)));
    default:
      return calmed(openCollection(field, cells));
  }
}

function openCollection(field: CollectionField, cells: Cells): object {
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

/** The accessor, of which a failure that nobody waits for yet does not end the process, and with it other invocations. */
function calmed(accessor: object): object {
  const operations = Object.entries(accessor as Record<string, (...args: unknown[]) => Promise<unknown>>);
  return Object.fromEntries(
    operations.map(([name, operation]) => [
      name,
      (...args: unknown[]) => {
        const result = operation(...args);
        result.catch(() => {});
        return result;
      },
    ]),
  );
}
