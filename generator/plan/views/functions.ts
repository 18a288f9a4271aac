/** What the templates of functions, of `stack.yaml` and of images receive. */

/** The stub of a service, `functions/<function>/handler.ts` where it is alone; written once. */
export interface HandlerView {
  /** The name of the handler's interface. */
  readonly handler: string;
  /** The service's file, as an import names it. */
  readonly service: string;
  /** What the handler has to implement, the methods of parents first. */
  readonly methods: readonly HandlerMethodView[];
}

/** A method to be filled in. */
export interface HandlerMethodView {
  /** Its name. */
  readonly name: string;
  /** The names of its parameters, with commas between them. */
  readonly parameters: string;
  /** The same names, the invocation first. */
  readonly passed: string;
}

/** `functions/<function>/function.ts`. */
export interface FunctionView {
  /** The function's name, a string literal. */
  readonly name: string;
  /** What it is called in its file. */
  readonly definition: string;
  /** The services that make it up. */
  readonly services: readonly HostedServiceView[];
}

/** A service of a function. */
export interface HostedServiceView {
  /** The constant that tells the runtime about it. */
  readonly descriptor: string;
  /** The service's file, as an import names it. */
  readonly service: string;
  /** The name that its handler's module gets. */
  readonly module: string;
  /** That module, as an import names it. */
  readonly file: string;
}

/** `functions/<function>/index.ts`: the same for all. */
export type IndexView = Readonly<Record<string, never>>;

/** `stack.yaml`, written once. */
export interface StackView {
  /** The folders of generated modules. */
  readonly modules: readonly string[];
  /** All functions. */
  readonly functions: readonly StackFunctionView[];
}

/** A function as faas-cli deploys it. */
export interface StackFunctionView {
  /** Its name. */
  readonly name: string;
  /** Whether the cron connector has it finish what is unfinished: one of them is enough. */
  readonly collects: boolean;
}

/** What `template/thrift-faas/` is made of, written once. */
export interface ImageView {
  /** Of this package: the generated code belongs to it. */
  readonly version: string;
}
