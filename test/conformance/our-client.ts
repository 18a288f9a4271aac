/** Makes the calls of the cross-test with our generated clients. */

import type { Caller } from "../../runtime/client/caller.js";
import { ApplicationException } from "../../runtime/protocol/application-exception.js";
import { SecondServiceClient } from "../golden/cross_test/gen/cross_test/second-service.js";
import { ThirdServiceClient } from "../golden/cross_test/gen/cross_test/third-service.js";
import { ThriftTestClient } from "../golden/cross_test/gen/cross_test/thrift-test.js";
import { Xception, Xception2 } from "../golden/cross_test/gen/cross_test/types.js";
import { UuidTestClient } from "../golden/cross_test/gen/uuid_test/uuid-test.js";
import type { Case, Outcome } from "./cases.js";
import { toPlain } from "./plain.js";

const CLIENTS = {
  ThriftTest: ThriftTestClient,
  SecondService: SecondServiceClient,
  ThirdService: ThirdServiceClient,
  UuidTest: UuidTestClient,
};

/** One after the other, as Python's client does. */
export async function callOurs(caller: Caller, cases: readonly Case[]): Promise<Outcome[]> {
  const outcomes = [];
  for (const made of cases) outcomes.push(await callOne(caller, made));
  return outcomes;
}

async function callOne(caller: Caller, { service, method, args }: Case): Promise<Outcome> {
  const client = new CLIENTS[service](caller);
  const call: unknown = Reflect.get(client, method);
  if (typeof call !== "function") throw new Error(`The client of ${service} has no method ${method}`);
  try {
    return { returns: toPlain(await Reflect.apply(call, client, args)) };
  } catch (error) {
    if (error instanceof ApplicationException) return { fault: error.type };
    if (error instanceof Xception)
      return { throws: error.name, fields: { errorCode: error.errorCode, message: error.message } };
    if (error instanceof Xception2)
      return { throws: error.name, fields: { errorCode: error.errorCode, struct_thing: toPlain(error.struct_thing) } };
    return { gave_up: String(error) };
  }
}
