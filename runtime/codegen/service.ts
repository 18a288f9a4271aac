/** What the generated file of a service imports, besides what codecs do: its wire structs have theirs in it. */

export type { Caller } from "../client/caller.js";
export type { Invocation } from "../invocation/invocation.js";
export type { Awaitable } from "../service/awaitable.js";
export type { MethodDescriptor, ServiceDescriptor } from "../service/descriptor.js";
export type { StateField, StoredType } from "../state/descriptor.js";
export type { DurableList } from "../state/durable-list.js";
export type { DurableMapOf } from "../state/durable-map-of.js";
export type { DurableMap } from "../state/durable-map.js";
export type { DurableSet } from "../state/durable-set.js";
export type { DurableSortedSet } from "../state/durable-sorted-set.js";
export type { DurableValue } from "../state/durable-value.js";
export { keyText } from "../state/key-text.js";
export { stored } from "../state/stored-types.js";
export { EnvelopeCodec as $EnvelopeCodec } from "../thrift_faas/codecs.js";
export type { Envelope as $Envelope } from "../thrift_faas/types.js";
export * from "./codecs.js";
