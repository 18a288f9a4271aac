/** In what ways the two ends of the cross-test can talk. */

export interface Wire {
  readonly transport: "http" | "framed";
  readonly protocol: "binary" | "compact" | "json";
  /** Whether two services share the server (`TMultiplexedProtocol`), or ThriftTest has it for itself. */
  readonly multiplexed: boolean;
}

export interface CrossTestServer {
  readonly port: number;
  /** What the oneway method was called with, so far. */
  readonly oneways: readonly number[];
  close(): Promise<void>;
}
