/**
 * The protocol, broken on purpose, one rule at a time: each mutant is one exact replacement in the compiled runtime. All of
 * them must be noticed by some test; the battery says by which.
 */

export type Rule = "E1" | "E2" | "E3" | "E4" | "E5" | "E6" | "E7" | "E8" | "E9";

export interface Mutant {
  readonly name: string;
  readonly rule: Rule;
  /** Under dist/runtime/. */
  readonly file: string;
  /** Occurs exactly once. */
  readonly find: string;
  readonly replace: string;
}

const NEVER = "if (false)";

export const MUTANTS: readonly Mutant[] = [
  // E1: deterministic IDs
  {
    name: "a callee's ID is random",
    rule: "E1",
    file: "invocation/ids.js",
    find: "return digest(secret, caller.partition, caller.id, step, method);",
    replace: "return digest(secret, caller.partition, caller.id, step, method, String(Math.random()));",
  },
  {
    name: "a callee's ID does not depend on the step",
    rule: "E1",
    file: "invocation/ids.js",
    find: "return digest(secret, caller.partition, caller.id, step, method);",
    replace: "return digest(secret, caller.partition, caller.id, method);",
  },
  {
    name: "a callee's ID does not depend on the caller",
    rule: "E1",
    file: "invocation/ids.js",
    find: "return digest(secret, caller.partition, caller.id, step, method);",
    replace: "return digest(secret, step, method);",
  },

  // E2: output commit
  {
    name: "no flush before a call leaves",
    rule: "E2",
    file: "invocation/call-recorded.js",
    find: "await log.flush();",
    replace: "",
  },
  {
    name: "no flush before an effect outside",
    rule: "E2",
    file: "invocation/run-effect.js",
    find: "await log.fence();",
    replace: "",
  },
  {
    name: "an effect outside is not fenced off",
    rule: "E5",
    file: "invocation/run-effect.js",
    find: "await log.fence();",
    replace: "await log.flush();",
  },
  {
    name: "no flush before an idempotent method is called",
    rule: "E2",
    file: "invocation/ask-unrecorded.js",
    find: 'if (method.effects === "idempotent")',
    replace: NEVER,
  },
  {
    name: "the clock is not recorded",
    rule: "E2",
    file: "invocation/durable-invocation.js",
    find: 'log.record({ step, fingerprint, label: "now", value });',
    replace: "",
  },
  {
    name: "random numbers are drawn anew",
    rule: "E2",
    file: "invocation/derived-random.js",
    find: "return derivedBytes(this.#key, `random ${this.#scope}`, this.#numbers++).readUIntBE(0, 6) / 2 ** 48;",
    replace: "return Math.random();",
  },
  {
    name: "a read is not recorded",
    rule: "E2",
    file: "invocation/state-buffer.js",
    find: "this.#log.record({ step, fingerprint, label, value });",
    replace: "",
  },
  {
    name: "a wait is not recorded",
    rule: "E2",
    file: "invocation/durable-invocation.js",
    find: "log.record({ step, fingerprint, label });",
    replace: "",
  },
  {
    name: "the result of an effect outside is not recorded",
    rule: "E2",
    file: "invocation/run-effect.js",
    find: "log.record({ step, fingerprint, label, value });",
    replace: "",
  },
  {
    name: "the answer of an unrecorded method is not logged",
    rule: "E2",
    file: "invocation/ask-unrecorded.js",
    find: "recordAnswer(log, step, fingerprint, label, result);",
    replace: ";",
  },
  {
    name: "the order of turns is not recorded",
    rule: "E2",
    file: "invocation/step-log.js",
    find: "if (order.length > 0) {",
    replace: "if (false) {",
  },
  {
    name: "the order of turns is not replayed",
    rule: "E2",
    file: "invocation/step-log.js",
    find: "const recordedOrder = orders.flatMap(({ value }) => decodeOrder(value));",
    replace: "const recordedOrder = [];",
  },
  {
    name: "oneway messages leave before the commit",
    rule: "E2",
    file: "invocation/commit-result.js",
    find: "const { wake } = await log.finish({",
    replace:
      "for (const { first } of departures) context.background.start(nudge(context, first, context.callTimeoutMs));\n" +
      "    const { wake } = await log.finish({",
  },
  {
    name: "what one attempt has flushed the next flush does not count",
    rule: "E2",
    file: "invocation/step-log.js",
    find: "this.#length += append.length;",
    replace: "",
  },

  // E3: one atomic commit
  {
    name: "effect first, record afterwards",
    rule: "E3",
    file: "invocation/step-log.js",
    find: "return this.#commit({ append: [], ...effects, ...(outbox.length > 0 && { outbox }) });",
    replace:
      "return this.#commit({ append: [], reads: effects.reads, writes: effects.writes }).then(() => this.#commit({ append: [], ...effects, reads: [], writes: [], ...(outbox.length > 0 && { outbox }) }));",
  },
  {
    name: "the last commit overtakes a flush",
    rule: "E3",
    file: "invocation/step-log.js",
    find: "return this.#inOrder(() => {\n            const outbox",
    replace: "return (async (work) => work())(() => {\n            const outbox",
  },
  {
    name: "a flush that failed does not end the attempt",
    rule: "E2",
    file: "invocation/step-log.js",
    find: "(error) => void this.#interrupt(error)",
    replace: "() => {}",
  },
  {
    name: "writes before checks",
    rule: "E3",
    file: "store/memory.js",
    find: "const { outcome, changes } = decide(commit, before, now);",
    replace:
      "for (const { key, value } of commit.writes) this.#write(key, value);\n" +
      "        const { outcome, changes } = decide(commit, before, now);",
  },
  {
    name: "the last writer wins",
    rule: "E3",
    file: "store/reducer.js",
    find: 'if (record?.result !== undefined)\n        return { kind: "done", result: record.result };',
    replace: "",
  },
  {
    name: "reads are not checked",
    rule: "E3",
    file: "store/reducer.js",
    find: "const changed = commit.reads.find((seen) => !isEqual(seen.value, before.value(seen.key)));",
    replace: "const changed = undefined;",
  },
  {
    name: "only new values are read as changed",
    rule: "E3",
    file: "store/reducer.js",
    find: "return a.length === b.length && a.every((byte, i) => byte === b[i]);",
    replace: "return a.length === b.length;",
  },
  {
    name: "a callback does not ride in the commit",
    rule: "E3",
    file: "invocation/commit-result.js",
    find: '...(route === "commit" && { callback }),',
    replace: "",
  },
  {
    name: "a second callback to a step replaces the first",
    rule: "E3",
    file: "store/reducer.js",
    find: "if (caller?.callbacks.has(callback.step) === true || caller?.result !== undefined)",
    replace: "if (caller?.result !== undefined)",
  },
  {
    name: "a callback changes a caller that is done",
    rule: "E3",
    file: "store/reducer.js",
    find: "if (caller?.callbacks.has(callback.step) === true || caller?.result !== undefined)",
    replace: "if (caller?.callbacks.has(callback.step) === true)",
  },
  {
    name: "a method that only reads may see half of a commit",
    rule: "E3",
    file: "invocation/snapshot.js",
    find: "return this.#seen.every(({ value }, index) => isSameValue(value, now[index]));",
    replace: "return true;",
  },

  // E4: no lease
  {
    name: "an attempt that is behind commits all the same",
    rule: "E4",
    file: "store/reducer.js",
    find: "if (record !== undefined && logLength > commit.logLength)",
    replace: NEVER,
  },
  {
    name: "a log that has become shorter is not noticed",
    rule: "E4",
    file: "store/reducer.js",
    find: "if (logLength < commit.logLength)",
    replace: NEVER,
  },
  {
    name: "an attempt that another got ahead of adopts nothing",
    rule: "E4",
    file: "invocation/execute.js",
    find: "record = error.record ?? (await store.load(key));",
    replace: "",
  },
  {
    name: "an attempt whose rival has finished answers with an error",
    rule: "E4",
    file: "invocation/execute.js",
    find: "if (error instanceof FinishedSignal) {",
    replace: "if (false) {",
  },

  // E5: fenced IDs
  {
    name: "a commit to an expired ID is accepted",
    rule: "E5",
    file: "store/reducer.js",
    find: "if (expiries.some((expiry) => hasExpired(expiry, now)))",
    replace: NEVER,
  },
  {
    name: "a callback to an expired ID is accepted",
    rule: "E5",
    file: "store/reducer.js",
    find: "if (hasExpired(callback.expiry, now) || hasExpired(caller?.expiry ?? 0, now))",
    replace: NEVER,
  },
  {
    name: "a commit is fenced by its own expiry only when there is no record",
    rule: "E5",
    file: "store/reducer.js",
    find: "[commit.expiry, record?.expiry ?? 0, callback?.expiry ?? 0, caller?.expiry ?? 0]",
    replace: "[record?.expiry ?? 0]",
  },
  {
    name: "records are forgotten before they expire",
    rule: "E5",
    file: "store/expiry.js",
    find: "return now > expiry + EXPIRY_SLACK;",
    replace: "return now > expiry - LIFETIME / 2;",
  },
  {
    name: "records are never forgotten",
    rule: "E5",
    file: "store/expiry.js",
    find: "return now > expiry + EXPIRY_SLACK;",
    replace: "return false;",
  },
  {
    name: "no expiry is minted",
    rule: "E5",
    file: "store/reducer.js",
    find: "commit.expiry || now + LIFETIME",
    replace: "commit.expiry",
  },
  {
    name: "every commit mints an expiry of its own",
    rule: "E5",
    file: "store/reducer.js",
    find: "record?.fingerprint === undefined ? commit.expiry || now + LIFETIME : record.expiry",
    replace: "commit.expiry || now + LIFETIME",
  },
  {
    name: "callees do not inherit a minted expiry",
    rule: "E5",
    file: "invocation/step-log.js",
    find: "this.#expiry = outcome.expiry;",
    replace: "",
  },
  {
    name: "an intent's message does not carry the minted expiry",
    rule: "E5",
    file: "invocation/execute.js",
    find: "{ ...again, expiry: BigInt(expiry), attempt: 2 }",
    replace: "{ ...again, attempt: 2 }",
  },
  {
    name: "oneway messages do not inherit the expiry",
    rule: "E5",
    file: "invocation/outbox.js",
    find: "const expiry = BigInt(this.#log.expiry);",
    replace: "const expiry = 0n;",
  },

  // E6: divergence
  {
    name: "an ID is accepted for another call",
    rule: "E6",
    file: "store/reducer.js",
    find: "if (record?.fingerprint !== undefined && record.fingerprint !== fingerprint) {",
    replace: "if (false) {",
  },
  {
    name: "an ID is answered for another call",
    rule: "E6",
    file: "invocation/execute.js",
    find: "if (record?.fingerprint !== undefined && record.fingerprint !== fingerprint)",
    replace: NEVER,
  },
  {
    name: "a step that was another one is replayed",
    rule: "E6",
    file: "invocation/step-log.js",
    find: "if (found === undefined || found.fingerprint === fingerprint)",
    replace: "if (true)",
  },
  {
    name: "a step that is answered by another call takes a callback",
    rule: "E6",
    file: "store/reducer.js",
    find: "return delivered?.fingerprint === callback.fingerprint ? undefined : delivered?.fingerprint;",
    replace: "return undefined;",
  },
  {
    name: "a replay that leaves steps out is not noticed",
    rule: "E6",
    file: "invocation/step-log.js",
    find: "if (skipped !== undefined)",
    replace: NEVER,
  },
  {
    name: "numbers that depend on timing are not noticed",
    rule: "E6",
    file: "invocation/step-log.js",
    find: "if (scope.underWay === 0) {",
    replace: "if (true) {",
  },

  // E7: what is a result
  {
    name: "what a handler wrote before an undeclared throw stays",
    rule: "E7",
    file: "invocation/commit-result.js",
    find: "const writes = hasEffects ? state.writes : [];",
    replace: "const writes = state.writes;",
  },
  {
    name: "a handler sees answers that nobody has recorded",
    rule: "E7",
    file: "invocation/step-log.js",
    find: "if (isInfrastructureFailure(error) || isUnrecorded(error))",
    replace: "if (isInfrastructureFailure(error))",
  },
  {
    name: "a refused message counts as done",
    rule: "E9",
    file: "invocation/acknowledge.js",
    find: "return input.readMessageBegin().type === MessageType.REPLY || !isUnrecorded(ApplicationExceptionCodec.read(input));",
    replace: "return true;",
  },
  {
    name: "a refusal is recorded as a result",
    rule: "E7",
    file: "invocation/errors.js",
    find: "return error instanceof ApplicationException && !RECORDED.has(error.type);",
    replace: "return false;",
  },
  {
    name: "a failure of the infrastructure reaches the handler",
    rule: "E7",
    file: "invocation/errors.js",
    find: "return error instanceof DeliveryError || error instanceof ProtocolError || error instanceof StoreError;",
    replace: "return error instanceof ProtocolError;",
  },
  {
    name: "a handler goes on after its attempt is over",
    rule: "E7",
    file: "invocation/step-log.js",
    find: "if (this.#interruption !== undefined)\n                return parked();",
    replace: "",
  },

  // E8: authentic callbacks
  {
    name: "the token of a callback is not checked",
    rule: "E8",
    file: "system/system-handler.js",
    find: "if (!isTokenOf(context.identity.key, { caller, step, fingerprint, callee, expiry }, token))",
    replace: NEVER,
  },
  {
    name: "the token of a call is not checked",
    rule: "E8",
    file: "invocation/identify.js",
    find: "if (!isTokenOf(identity.key, signed, token))",
    replace: NEVER,
  },
  {
    name: "a token is good for every callee",
    rule: "E8",
    file: "callback/token.js",
    find: "[caller.partition, caller.id, step, fingerprint, callee, String(expiry)]",
    replace: "[caller.partition, caller.id, step, fingerprint, String(expiry)]",
  },
  {
    name: "a token is good for every step",
    rule: "E8",
    file: "callback/token.js",
    find: "[caller.partition, caller.id, step, fingerprint, callee, String(expiry)]",
    replace: "[caller.partition, caller.id, fingerprint, callee, String(expiry)]",
  },

  // E9: liveness
  {
    name: "a root saves no intent",
    rule: "E9",
    file: "invocation/step-log.js",
    find: "this.#needsIntent = isRoot && record?.intent === undefined;",
    replace: "this.#needsIntent = false;",
  },
  {
    name: "a later flush loses the intent",
    rule: "E9",
    file: "store/reducer.js",
    find: "const intent = record?.intent ?? commit.intent;",
    replace: "const intent = commit.intent;",
  },
  {
    name: "a call is accepted without an intent",
    rule: "E9",
    file: "invocation/submit.js",
    find: "...nothing, intent });",
    replace: "...nothing });",
  },
  {
    name: "look for the answer, then park",
    rule: "E9",
    file: "store/reducer.js",
    find: "if (record !== undefined && commit.parked?.some((step) => record.callbacks.has(step)) === true) {",
    replace: "if (false) {",
  },
  {
    name: "an answer does not wake who is parked for it",
    rule: "E9",
    file: "store/reducer.js",
    find: "return { caller: wakeUp(answered), wake: record.intent };",
    replace: "return { caller: answered };",
  },
  {
    name: "who is woken stays parked",
    rule: "E9",
    file: "store/reducer.js",
    find: "return { caller: wakeUp(answered), wake: record.intent };",
    replace: "return { caller: answered, wake: record.intent };",
  },
  {
    name: "a collector leaves parked what it takes on",
    rule: "E9",
    file: "store/memory.js",
    find: "this.#keep(wakeUp(record), now);",
    replace: "this.#keep(record, now);",
  },
  {
    name: "a collector passes over what is parked",
    rule: "E9",
    file: "store/memory.js",
    find: "if (intent === undefined || !isOpen(record) || hasExpired(expiry, now))",
    replace: "if (record.parked !== undefined || intent === undefined || !isOpen(record) || hasExpired(expiry, now))",
  },
  {
    name: "a collector takes on what is done",
    rule: "E9",
    file: "store/memory.js",
    find: "if (intent === undefined || !isOpen(record) || hasExpired(expiry, now))",
    replace: "if (intent === undefined || hasExpired(expiry, now))",
  },
  {
    name: "a collector takes on what somebody works on",
    rule: "E9",
    file: "store/memory.js",
    find: "if (claims.length >= limit || now - touched < idle)",
    replace: "if (claims.length >= limit)",
  },
  {
    name: "a claim is forgotten at once",
    rule: "E9",
    file: "store/memory.js",
    find: "this.#keep(wakeUp(record), now);",
    replace: "this.#keep(wakeUp(record), touched);",
  },
  {
    name: "unfinished intents are dropped without a letter",
    rule: "E9",
    file: "store/memory.js",
    find: "this.#deadLetters.push(copyLetter(buried.letter));",
    replace: "",
  },
  {
    name: "records with unfinished intents are forgotten",
    rule: "E9",
    file: "store/expiry.js",
    find: "return !isOpen(record) && isSlackOver(record.expiry, now);",
    replace: "return isSlackOver(record.expiry, now);",
  },
  {
    name: "oneway messages are sent and not stored",
    rule: "E9",
    file: "invocation/commit-result.js",
    find: "...(departures.length > 0 && { outbox: departures.map(({ entry }) => entry) }),",
    replace: "",
  },
  {
    name: "intents of oneway messages to other partitions are never closed",
    rule: "E9",
    file: "invocation/acknowledge.js",
    find: "await store.commit({",
    replace: "if (false) await store.commit({",
  },
  {
    name: "a callback to another partition is not delivered",
    rule: "E9",
    file: "callback/return-result.js",
    find: "outcome = (await deliverCallback(callback, context)).kind;",
    replace: 'outcome = "applied";',
  },
  {
    name: "a delivered callback wakes nobody",
    rule: "E9",
    file: "callback/deliver-callback.js",
    find: 'if (outcome.kind === "applied" && outcome.wake !== undefined)',
    replace: NEVER,
  },
  {
    name: "nobody parks",
    rule: "E9",
    file: "invocation/step-log.js",
    find: "if (this.#isClosed || steps.length === 0)",
    replace: "if (true)",
  },
  {
    name: "an attempt parks for calls that have not left",
    rule: "E9",
    file: "invocation/under-way.js",
    find: "steps.every((step) => this.#sent.has(step)) ? steps : []",
    replace: "steps",
  },
];
