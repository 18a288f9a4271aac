/** The settings of a function, from its environment: all there are. */
export interface Settings {
  /** `THRIFT_FAAS_STORE`: a store URL, see store/open.ts. */
  readonly store: string;
  /** `THRIFT_FAAS_GATEWAY`: where calls to other functions go. */
  readonly gateway: string;
  /** `THRIFT_FAAS_EXACTLY_ONCE=off` runs handlers as plain Thrift does; for comparisons. */
  readonly exactlyOnce: boolean;
}

export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const store = env["THRIFT_FAAS_STORE"];
  // No default: a store on a container's own disk would lose everything with the container, without a word.
  if (store === undefined)
    throw new Error(
      "THRIFT_FAAS_STORE is not set: name the store, such as lmdb:/var/lib/thrift-faas (or memory: to try things out)",
    );
  const exactlyOnce = env["THRIFT_FAAS_EXACTLY_ONCE"] ?? "on";
  if (exactlyOnce !== "on" && exactlyOnce !== "off")
    throw new Error(`THRIFT_FAAS_EXACTLY_ONCE is "${exactlyOnce}"; it is either on (the default) or off`);
  return {
    store,
    gateway: env["THRIFT_FAAS_GATEWAY"] ?? "http://gateway.openfaas:8080",
    exactlyOnce: exactlyOnce === "on",
  };
}
