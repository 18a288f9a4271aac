/**
 * What runtimes say to each other: the envelope that every call carries, and the methods that every function has besides
 * those of its service. `npm run messages` generates runtime/thrift_faas/ from it; `thrift-faas weave` puts it into the
 * IDL of services, for peers in other languages.
 */
namespace * thrift_faas

/** Where a result goes: to a step of the caller's invocation. */
struct EnvelopeCaller {
  1: required string partition
  2: required string id
  3: required string step
  /**
   * The call's, as the caller has it. The callee hands it back with the result: its own may differ, since it reads an
   * absent field as its default.
   */
  4: required string fingerprint
  /** Which store the caller's record is in: a callee with another one calls back by Thrift. */
  5: required string store
  /** The caller's function, for that. */
  6: required string functionName
  /** That the caller itself has named itself here (E8). */
  7: required binary token
}

/**
 * Invocation metadata, carried inside the call: field 32767 of the arguments of every method, so that it survives any
 * transport, and a plain Thrift peer skips it like any field it does not know.
 */
struct Envelope {
  /** The callee's invocation ID: whatever is sent again under it has happened once. Empty: the callee chooses one. */
  1: string id
  /** The ID of the invocation that a client started. Empty: this is the one. */
  2: string root
  /** When the ID expires, in milliseconds since 1970 (E5); 0 while nobody has minted one: then the store does. */
  3: i64 expiry
  /** From 1. Above 1, an earlier attempt may have left a record. Saves work, decides nothing. */
  4: i32 attempt = 1
  /** Who waits for the result; absent for a root. */
  5: optional EnvelopeCaller caller
  /** How long the caller still waits for the answer, in milliseconds; a span, because clocks differ. Absent: not known. */
  6: optional i32 timeoutMs
  /** True when the caller waits only until the call is durable, not until it is done. */
  7: optional bool submit
  /** The span that the call was made in, as W3C Trace Context writes it; absent: there is no trace. Decides nothing. */
  8: optional string traceparent
}

/** A recorded result. */
struct AttachedResult {
  /** "reply", or "exception" for a `TApplicationException`. */
  1: required string kind
  /** The result struct of the method, or the `TApplicationException`, in the binary protocol. */
  2: required binary body
}

/** Answered by every function, for any service it has. The names of no other methods begin with `thrift_faas_`. */
service Runtime {
  /** Puts a result into the log of an invocation of this function, whose store its callee does not share (E8). */
  void thrift_faas_callback(
    1: required string partition
    2: required string id
    3: required string step
    4: required string fingerprint
    /** `Service.Method` of the callee. */
    5: required string label
    /** The callee's invocation ID. */
    6: required string callee
    7: required i64 expiry
    /** Of the call: that the caller has asked for this result. */
    8: required binary token
    /** What the result is: see `AttachedResult`. */
    9: required string kind
    10: required binary body
  )

  /** The recorded result of an invocation. There is no answer while it is not done. */
  AttachedResult thrift_faas_attach(
    /** The method's name, without its service's. */
    1: required string method
    /** The invocation's ID. */
    2: required string id
  )
}
