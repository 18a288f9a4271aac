/** What typed state is built on: bytes under string keys, as one attempt of an invocation sees them. */
export interface StateAccess {
  /** The value, this attempt's own writes included. What is read is a step of the invocation: recorded, and replayed. */
  read(collection: string, key: string): Promise<Uint8Array | undefined>;
  /** Becomes durable with the invocation's result, or not at all. `undefined` deletes. */
  write(collection: string, key: string, value: Uint8Array | undefined): Promise<void>;
}
