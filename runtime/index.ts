/** What people import: `thrift-faas`. Generated code imports `thrift-faas/codegen/v1` instead. */

export type { Caller } from "./client/caller.js";
export type { Edge } from "./client/edge-caller.js";
export { CancelledError, DeliveryError, PendingError } from "./client/transport.js";
export { INVOCATION_CHANNEL, type InvocationAbout, type InvocationEvent } from "./events.js";
export type { Invocation } from "./invocation/invocation.js";
export type { Log, LogFields } from "./observability/log.js";
export { connect, type Connection, type ConnectOptions } from "./openfaas/connect.js";
export { GatewayError } from "./openfaas/gateway-error.js";
export { ApplicationException, ApplicationExceptionType } from "./protocol/application-exception.js";
export { ProtocolError } from "./protocol/protocol-error.js";
export type { StructCodec } from "./protocol/protocol.js";
export { openStore } from "./store/open.js";
export { StoreError, type Store } from "./store/store.js";
export type { DurableList } from "./state/durable-list.js";
export type { DurableMapOf } from "./state/durable-map-of.js";
export type { DurableMap } from "./state/durable-map.js";
export type { DurableSet } from "./state/durable-set.js";
export type { DurableSortedSet } from "./state/durable-sorted-set.js";
export type { DurableValue } from "./state/durable-value.js";
