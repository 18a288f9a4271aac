/** One request and its reply, as whatever hosts a service sees them: bytes in, bytes out. */

/** A Thrift message, for clients that look at nothing else. */
interface Answer {
  readonly body: Uint8Array;
  readonly contentType: string;
  /** Whether the client waits for no reply, and reads none where no request asks for one: the method is `oneway`. */
  readonly isOneway?: boolean;
}

/** What a service answers to a body. But for a reply, the body is a Thrift exception. */
export type Reply =
  /** A Thrift reply, or nothing for a oneway call. */
  | ({ readonly kind: "reply" } & Answer)
  /** The infrastructure failed and nothing is decided: to be retried under the same ID. */
  | ({ readonly kind: "unavailable"; readonly reason: string } & Answer)
  /** The invocation waits for another one: to be asked for again, under the same ID, in a while. */
  | ({ readonly kind: "pending"; readonly reason: string } & Answer)
  /** The process runs as many calls as it may; nothing was executed. */
  | ({ readonly kind: "busy"; readonly reason: string } & Answer)
  /** The body is not a Thrift message; nothing was executed. */
  | { readonly kind: "unreadable"; readonly reason: string };

/** What a transport knows of a message beside its bytes: it stands in for what a plain Thrift client cannot say in an envelope. */
export interface TransportHints {
  /** `Idempotency-Key`, as it came: names the call, before `callId` does. */
  readonly idempotencyKey?: string | undefined;
  /** OpenFaaS' `X-Call-Id`: the same for every delivery of one message by its queue. */
  readonly callId?: string | undefined;
  /** W3C Trace Context: the span that the message was sent in. */
  readonly traceparent?: string | undefined;
  /** Whether the transport cannot say that a reply will come later: then the call keeps the process until there is one. */
  readonly mustReply?: boolean | undefined;
}

export type Exchange = (body: Uint8Array, hints?: TransportHints) => Promise<Reply>;
