/** One request and its reply, as whatever hosts a service sees them: bytes in, bytes out. */

/** What a service answers to a body. */
export type Reply =
  /** A Thrift reply, or nothing for a oneway call. */
  | { readonly kind: "reply"; readonly body: Uint8Array; readonly contentType: string }
  /**
   * The infrastructure failed and nothing is decided: to be retried under the same ID. The body is a Thrift exception,
   * for clients that look at nothing else.
   */
  | { readonly kind: "unavailable"; readonly body: Uint8Array; readonly contentType: string; readonly reason: string }
  /** The invocation waits for another one: to be asked for again, under the same ID, in a while. */
  | { readonly kind: "pending"; readonly body: Uint8Array; readonly contentType: string; readonly reason: string }
  /** The process runs as many calls as it may; nothing was executed. */
  | { readonly kind: "busy"; readonly reason: string }
  /** The body is not a Thrift message; nothing was executed. */
  | { readonly kind: "unreadable"; readonly reason: string };

/** What a transport knows of a message beside its bytes: it stands in for what a plain Thrift client cannot say in an envelope. */
export interface TransportHints {
  /** OpenFaaS' `X-Call-Id`: the same for every delivery of one message by its queue. */
  readonly callId?: string | undefined;
  /** W3C Trace Context: the span that the message was sent in. */
  readonly traceparent?: string | undefined;
}

export type Exchange = (body: Uint8Array, hints?: TransportHints) => Promise<Reply>;
