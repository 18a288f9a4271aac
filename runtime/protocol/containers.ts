/** Reads and writes lists, sets and maps for generated codecs. */

import { type ProtocolReader, type ProtocolWriter, type TType } from "./protocol.js";
import { typeMismatch } from "./type-names.js";
import { wrongValue } from "./wrong-value.js";

export function readList<T>(input: ProtocolReader, type: TType, read: (input: ProtocolReader) => T): T[] {
  const { elementType, size } = input.readListBegin();
  if (size > 0 && elementType !== type) throw typeMismatch("An element of a list", elementType, type);
  // Of its size from the start: one that grows is moved, and has room for 17 elements when it gets its first.
  // oxlint-disable-next-line unicorn/no-new-array
  const values = new Array<T>(size);
  for (let index = 0; index < size; index++) values[index] = read(input);
  input.readListEnd();
  return values;
}

export function readSet<T>(input: ProtocolReader, type: TType, read: (input: ProtocolReader) => T): Set<T> {
  const { elementType, size } = input.readSetBegin();
  if (size > 0 && elementType !== type) throw typeMismatch("An element of a set", elementType, type);
  const values = new Set<T>();
  for (let index = 0; index < size; index++) values.add(read(input));
  input.readSetEnd();
  return values;
}

export function readMap<K, V>(
  input: ProtocolReader,
  keyType: TType,
  valueType: TType,
  readKey: (input: ProtocolReader) => K,
  readValue: (input: ProtocolReader) => V,
): Map<K, V> {
  const begin = input.readMapBegin();
  if (begin.size > 0) {
    if (begin.keyType !== keyType) throw typeMismatch("A key of a map", begin.keyType, keyType);
    if (begin.valueType !== valueType) throw typeMismatch("A value of a map", begin.valueType, valueType);
  }
  const entries = new Map<K, V>();
  for (let index = 0; index < begin.size; index++) {
    const key = readKey(input);
    entries.set(key, readValue(input));
  }
  input.readMapEnd();
  return entries;
}

export function writeList<T>(
  output: ProtocolWriter,
  type: TType,
  values: readonly T[],
  write: (output: ProtocolWriter, value: T) => void,
): void {
  if (!Array.isArray(values)) throw wrongValue("A list", "an array", values);
  output.writeListBegin(type, values.length);
  for (const value of values) write(output, value);
  output.writeListEnd();
}

export function writeSet<T>(
  output: ProtocolWriter,
  type: TType,
  values: ReadonlySet<T>,
  write: (output: ProtocolWriter, value: T) => void,
): void {
  if (!(values instanceof Set)) throw wrongValue("A set", "a Set", values);
  output.writeSetBegin(type, values.size);
  for (const value of values) write(output, value);
  output.writeSetEnd();
}

export function writeMap<K, V>(
  output: ProtocolWriter,
  keyType: TType,
  valueType: TType,
  entries: ReadonlyMap<K, V>,
  writeKey: (output: ProtocolWriter, key: K) => void,
  writeValue: (output: ProtocolWriter, value: V) => void,
): void {
  if (!(entries instanceof Map)) throw wrongValue("A map", "a Map", entries);
  output.writeMapBegin(keyType, valueType, entries.size);
  for (const [key, value] of entries) {
    writeKey(output, key);
    writeValue(output, value);
  }
  output.writeMapEnd();
}
