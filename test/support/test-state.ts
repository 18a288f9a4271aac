/** State for handlers of tests, whose services declare none in their IDL: maps of user mentions by name. */

import type { Invocation } from "../../runtime/invocation/invocation.js";
import { TType } from "../../runtime/protocol/protocol.js";
import type { ServiceDescriptor } from "../../runtime/service/descriptor.js";
import type { StateDescriptor, StoredType } from "../../runtime/state/descriptor.js";
import type { DurableMap } from "../../runtime/state/durable-map.js";
import { decodeStored, encodeStored } from "../../runtime/state/encoding.js";
import { stored } from "../../runtime/state/stored-types.js";
import type { StateKey, Store } from "../../runtime/store/store.js";
import { UserMentionCodec } from "../golden/social_network/gen/social_network/codecs.js";
import type { UserMention } from "../golden/social_network/gen/social_network/types.js";

const MENTION: StoredType<UserMention> = { type: TType.STRUCT, ...UserMentionCodec };
const NAMES = ["accounts", "counts", "hot", "known", "tally", "users"] as const;
type Name = (typeof NAMES)[number];

const TEST_STATE: StateDescriptor = new Map(
  NAMES.map((name) => [name, { kind: "map", key: stored.string, value: MENTION } as const]),
);

/** The service, with these maps besides the state it has. */
export function withTestState<Handler>(service: ServiceDescriptor<Handler>): ServiceDescriptor<Handler> {
  return { ...service, state: new Map([...TEST_STATE, ...(service.state ?? [])]) };
}

export function testMap(invocation: Invocation, name: Name): DurableMap<string, UserMention> {
  return (invocation.state as Readonly<Record<Name, DurableMap<string, UserMention>>>)[name];
}

/** The number stored under a key; undefined if nothing is. */
export async function readNumber(store: Store, key: StateKey): Promise<bigint | undefined> {
  const [value] = await store.read([key]);
  return value && decodeStored(MENTION, value, key.key).user_id;
}

/** Changes it behind everybody's back. */
export function writeNumber(store: Store, key: StateKey, user_id: bigint): Promise<void> {
  return store.writeUnguarded(key, encodeStored(MENTION, { user_id, username: key.key }));
}
