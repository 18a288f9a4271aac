import type { Args, Method, Service } from "../service/method.js";

/** Who makes a call: an invocation inside a function, or `connect(gateway)` outside. Generated clients hold one. */
export interface Caller {
  /**
   * Makes one call, exactly once, and resolves to its result.
   * @throws the exception the method declares, `ApplicationException` if the callee failed otherwise, or a
   *   `DeliveryError` when no answer came in time; its `outcome` says whether the call can have run.
   */
  call<A extends Args, Value>(service: Service, method: Method<A, Value>, args: A): Promise<Value>;
}
