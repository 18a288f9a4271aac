/**
 * All that generated code may import: version 1 of the contract between the generator and the runtime. Nothing here
 * is renamed or removed; a contract that has to change gets a file `v2.ts` beside this one.
 */

export type { Caller } from "../client/caller.js";
export { EnvelopeCodec, type Envelope } from "../envelope/envelope.js";
export { unfilled } from "../invocation/unfilled.js";
export type { Invocation } from "../invocation/invocation.js";
export { adapt } from "../openfaas/node-template.js";
export { serve } from "../openfaas/serve.js";
export { serveFramed } from "../openfaas/serve-framed.js";
export { NOTHING } from "../protocol/nothing.js";
export { readList, readMap, readSet, writeList, writeMap, writeSet } from "../protocol/containers.js";
export { required } from "../protocol/fields.js";
export { onlyField } from "../protocol/union.js";
export { TType, type ProtocolReader, type ProtocolWriter, type StructCodec } from "../protocol/protocol.js";
export type { Awaitable } from "../service/awaitable.js";
export type { MethodDescriptor, ServiceDescriptor } from "../service/descriptor.js";
export { defineFunction, hostService, type FunctionDefinition } from "../service/function.js";
export type { DurableList } from "../state/durable-list.js";
export type { DurableMapOf } from "../state/durable-map-of.js";
export type { DurableMap } from "../state/durable-map.js";
export type { DurableSet } from "../state/durable-set.js";
export type { DurableSortedSet } from "../state/durable-sorted-set.js";
export type { DurableValue } from "../state/durable-value.js";
export type { StateField, StoredType } from "../state/descriptor.js";
export { keyText } from "../state/key-text.js";
export { stored } from "../state/stored-types.js";
export type { Mutable } from "./mutable.js";
