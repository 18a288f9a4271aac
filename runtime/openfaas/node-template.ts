/**
 * A function in one of OpenFaaS' own Node templates (node20, node22), for clusters that allow only those. The template's
 * server reads the request and sends the reply; what it would do to Thrift messages and to errors is kept from it here.
 */

import { setTimeout as sleep } from "node:timers/promises";
import type { IncomingHttpHeaders } from "node:http";
import type { FunctionDefinition } from "../service/function.js";
import { answer, headersOf, type Answer, type Answering } from "./answer.js";
import { readFunctionEnv } from "./function-env.js";
import { prepareFunction } from "./prepare-function.js";
import { dieOfStart, liveUntilStopped } from "./process-life.js";

/** What the templates hand to a handler, as far as it is of use here. */
export interface TemplateEvent {
  /** A Buffer, or something else if there is none. */
  readonly body: unknown;
  readonly headers: IncomingHttpHeaders;
  readonly method: string;
  readonly path: string;
}

export interface TemplateContext {
  status(code: number): this;
  headers(headers: Readonly<Record<string, string>>): this;
  succeed(value: Buffer): unknown;
}

/** Makes the handler that a template calls. */
export function adapt(
  definition: FunctionDefinition,
): (event: TemplateEvent, context: TemplateContext) => Promise<void> {
  // Anything else would have the template read messages as text, and lose bytes or all of them.
  if (process.env["RAW_BODY"] !== "true")
    dieOfStart(
      new Error('RAW_BODY is not true: set RAW_BODY: "true" and MAX_RAW_SIZE: 16mb in the environment of stack.yaml'),
    );
  const { drainMs } = readFunctionEnv(process.env);
  const underway = new Set<Promise<Answer>>();
  const starting = prepareFunction(definition, process.env);
  let isReady = false;
  const unready: Answering = { exchange: async (...call) => (await starting).exchange(...call), ready: () => isReady };
  starting.then(() => (isReady = true), dieOfStart);
  liveUntilStopped(async () => {
    if (!isReady) return;
    await sleep(drainMs);
    while (underway.size > 0) await Promise.all(underway);
    await (await starting).close();
  });

  async function answerEvent({ body, headers, method, path }: TemplateEvent): Promise<Answer> {
    const message = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    return answer({ headers, method, url: path }, message, method === "POST" ? await starting : unready);
  }

  return async (event, context) => {
    const work = answerEvent(event);
    underway.add(work);
    const reply = await work.finally(() => underway.delete(work));
    context
      .status(reply.status)
      .headers(headersOf(reply))
      // A Buffer and nothing else: of other arrays of bytes the template makes text.
      .succeed(Buffer.from(reply.body.buffer, reply.body.byteOffset, reply.body.byteLength));
  };
}
