/** Stack files for tests, as `thrift-faas gen` writes them, with shorter times. */

export interface StackEntry {
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly labels?: Readonly<Record<string, string | number | boolean>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
}

const ENVIRONMENT = { ready_path: "/ready", healthcheck_interval: "0s" };
const ANNOTATIONS = { "com.openfaas.ready.http.path": "/_/ready" };

/** @param functions by name; the handler of each is `./functions/<name>` */
export function stackYaml(functions: Readonly<Record<string, StackEntry>>): string {
  const entries = Object.entries(functions).map(([name, { environment, annotations, ...rest }]) => [
    name,
    {
      lang: "thrift-faas",
      handler: `./functions/${name}`,
      image: `${name}:latest`,
      environment: { ...ENVIRONMENT, ...environment },
      annotations: { ...ANNOTATIONS, ...annotations },
      ...rest,
    },
  ]);
  // JSON is YAML; a version that is a number would lose its zero.
  const text = JSON.stringify({ provider: { name: "openfaas" }, functions: Object.fromEntries(entries) }, null, 2);
  return text.replace("{", `{\n  "version": 1.0,`);
}
