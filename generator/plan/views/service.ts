/** What the template of `<service>.ts` receives. What holds of all views stands at `Templates`, in ../planned-file.ts. */

import type { StructCodecView } from "./codecs.js";
import type { StructView } from "./types.js";

/** `<service>.ts`: the handler's interface, the client, the descriptor. */
export interface ServiceView {
  /** Import statements. */
  readonly imports: readonly string[];
  /** The comment of the handler's interface. */
  readonly handlerDoc: string;
  /** The comment of the client. */
  readonly clientDoc: string;
  /** The name of the handler's interface. */
  readonly handler: string;
  /** The name of the client's class. */
  readonly client: string;
  /** The name of the constant that tells the runtime about the service. */
  readonly descriptor: string;
  /** The name of the object that holds the descriptors of all methods. */
  readonly methodTable: string;
  /** The service that this one extends, or null. */
  readonly parent: ParentView | null;
  /** What the service adds to the state of its parent, or null. */
  readonly state: StateView | null;
  /** Whether there is state, of its own or of its parent. */
  readonly hasState: boolean;
  /** The service's name, a string literal. */
  readonly name: string;
  /** The name of its function, a string literal. */
  readonly function: string;
  /** Whether its function has other services as well. */
  readonly multiplexed: boolean;
  /** Nothing to call: no methods, and no parent that has some. */
  readonly isEmpty: boolean;
  /** Its own methods, in order. */
  readonly methods: readonly MethodView[];
}

/** What the service that another one extends is called in the other one's file. */
export interface ParentView {
  /** The handler's interface. */
  readonly handler: string;
  /** The client's class. */
  readonly client: string;
  /** The constant that tells the runtime about it. */
  readonly descriptor: string;
  /** The object that holds the descriptors of all methods. */
  readonly methodTable: string;
  /** Whether there is state, of its own or of its parent. */
  readonly hasState: boolean;
}

/** The interface of a service's state, and how the runtime opens it. */
export interface StateView {
  /** Its comment. */
  readonly doc: string;
  /** The interface's name. */
  readonly name: string;
  /** The interface of the parent's state, or "". */
  readonly parent: string;
  /** One for each field of the state. */
  readonly fields: readonly StateFieldView[];
}

/** A field of a service's state. */
export interface StateFieldView {
  /** Its comment. */
  readonly doc: string;
  /** The property's name. */
  readonly name: string;
  /** `name` as a string literal. */
  readonly collection: string;
  /** The accessor's type: `DurableMap<string, Url>`. */
  readonly type: string;
  /** The expression that describes the field. */
  readonly descriptor: string;
}

/** A method of a service. */
export interface MethodView {
  /** Its comment. */
  readonly doc: string;
  /** The name of the handler's and the client's method. */
  readonly name: string;
  /** The method's name in the IDL, a string literal. */
  readonly wireName: string;
  /** What stands between the parentheses in the handler's interface. */
  readonly handlerParameters: string;
  /** What stands between the parentheses in the client. */
  readonly clientParameters: string;
  /** The type of the result: `void`, `Greeting` ... */
  readonly returns: string;
  /** The arguments as an object: `{ req_id, text }`. */
  readonly argsObject: string;
  /** Whether nobody waits for it. */
  readonly oneway: boolean;
  /** Whether it returns nothing. */
  readonly isVoid: boolean;
  /** The name of its descriptor. */
  readonly descriptor: string;
  /** The descriptor's type. */
  readonly type: string;
  /** The struct of its arguments. */
  readonly args: StructView;
  /** The codec of its arguments. */
  readonly argsCodec: StructCodecView;
  /** The struct of its result. */
  readonly result: StructView;
  /** The codec of its result. */
  readonly resultCodec: StructCodecView;
  /** The classes that it throws: `{ se: ServiceException }`. */
  readonly exceptions: string;
  /** What annotations say, a property each: `timeoutMs: 5000`. */
  readonly options: readonly string[];
  /** The arrow function that calls the handler. */
  readonly invoke: string;
}
