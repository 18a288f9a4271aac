/** In what ways the two ends of the cross-test can talk. */

export const TRANSPORTS = ["http", "framed"] as const;
export const PROTOCOLS = ["binary", "binary-old", "compact", "json"] as const;

export interface Wire {
  readonly transport: (typeof TRANSPORTS)[number];
  readonly protocol: (typeof PROTOCOLS)[number];
}

export interface CrossTestServer {
  readonly port: number;
  /** What the oneway method was called with, so far. */
  readonly oneways: readonly number[];
  close(): Promise<void>;
}
