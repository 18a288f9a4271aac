/**
 * Cells that hold a number, as services: described by hand, because histories need one object with a few methods, and no
 * IDL. All methods share their wire structs. `CellService` keeps the cells; `RelayService` passes every call on to it, so
 * that there is a caller in between that can crash and replay.
 */

import { EnvelopeCodec } from "../../runtime/thrift_faas/codecs.js";
import type { Envelope } from "../../runtime/thrift_faas/types.js";
import type { Caller } from "../../runtime/client/caller.js";
import type { Invocation } from "../../runtime/invocation/invocation.js";
import { type StructCodec, TType } from "../../runtime/protocol/protocol.js";
import type { MethodDescriptor, ServiceDescriptor } from "../../runtime/service/descriptor.js";
import type { Args } from "../../runtime/service/method.js";
import type { StateDescriptor } from "../../runtime/state/descriptor.js";
import type { DurableMap } from "../../runtime/state/durable-map.js";
import { stored } from "../../runtime/state/stored-types.js";
import type { CellInput } from "./cell-model.js";
import { END, idOf, tagOf } from "../../runtime/protocol/tag.js";
import { fieldsOf } from "../../runtime/protocol/fields.js";

type Kind = CellInput["kind"];

/** Each resolves to the cell's value afterwards. */
type CellHandler = Readonly<Record<Kind, (cell: string, value: number, invocation: Invocation) => Promise<number>>>;

interface CellArgs extends Args {
  readonly cell: string;
  readonly value: number;
}

const CellArgsCodec: StructCodec<CellArgs> = {
  name: "cell_args",
  read(input) {
    let [cell, value]: [string, number] = ["", 0];
    let $envelope: Envelope | undefined;
    input.readStructBegin();
    for (let tag = 0; (tag = input.readTag(tag)) !== END;) {
      if (idOf(tag) === 1) cell = input.readString();
      else if (idOf(tag) === 2) value = input.readI32();
      else $envelope = EnvelopeCodec.read(input);
    }
    input.readStructEnd();
    return { cell, value, $envelope };
  },
  write(output, { cell, value, $envelope }) {
    output.writeStructBegin(fieldsOf("cell_args", []));
    output.writeTag(tagOf(TType.STRING, 1));
    output.writeString(cell);
    output.writeTag(tagOf(TType.I32, 2));
    output.writeI32(value);
    if ($envelope !== undefined) {
      output.writeTag(tagOf(TType.STRUCT, 32_767));
      EnvelopeCodec.write(output, $envelope);
    }
    output.writeStructEnd();
  },
};

interface Value {
  readonly success?: number;
}

/** The result struct of every method. */
const ValueCodec: StructCodec<Value> = {
  name: "value",
  read(input) {
    let success: number | undefined;
    input.readStructBegin();
    for (let tag = 0; (tag = input.readTag(tag)) !== END;) {
      success = input.readI32();
    }
    input.readStructEnd();
    return success === undefined ? {} : { success };
  },
  write(output, { success }) {
    output.writeStructBegin(fieldsOf("value", []));
    if (success !== undefined) {
      output.writeTag(tagOf(TType.I32, 0));
      output.writeI32(success);
    }
    output.writeStructEnd();
  },
};

function describeMethod(kind: Kind): MethodDescriptor<CellHandler, CellArgs, number> {
  return {
    name: kind,
    oneway: false,
    isVoid: false,
    args: CellArgsCodec,
    result: ValueCodec,
    exceptions: {},
    ...(kind === "peek" && { effects: "readonly" }),
    invoke: (handler, { cell, value }, invocation) => handler[kind](cell, value, invocation),
  };
}

const METHODS: Readonly<Record<Kind, MethodDescriptor<CellHandler, CellArgs, number>>> = {
  read: describeMethod("read"),
  peek: describeMethod("peek"),
  write: describeMethod("write"),
  increment: describeMethod("increment"),
};

function describeService(name: string): ServiceDescriptor<CellHandler> {
  const methods = Object.values(METHODS).map((method) => [method.name, method as unknown as AnyMethod] as const);
  const state: StateDescriptor = new Map([["cells", { kind: "map", key: stored.string, value: stored.i32 }]]);
  return { name, function: name, methods: new Map(methods), state };
}
type AnyMethod = MethodDescriptor<CellHandler>;

export const CellService = describeService("CellService");
export const RelayService = describeService("RelayService");

/** Calls a service of cells, as a generated client does. */
export function callCell(
  caller: Caller,
  service: ServiceDescriptor<CellHandler>,
  cell: string,
  input: CellInput,
): Promise<number> {
  const value = input.kind === "write" ? input.value : 0;
  return caller.call(service, METHODS[input.kind], { cell, value });
}

/** All use of durable state is here. */
const cells = (invocation: Invocation) => {
  const { cells: map } = invocation.state as { readonly cells: DurableMap<string, number> };
  return {
    get: async (cell: string): Promise<number> => (await map.get(cell)) ?? 0,
    put: (cell: string, value: number): Promise<void> => map.put(cell, value),
  };
};

export const cellHandler: CellHandler = {
  read: (cell, _, invocation) => cells(invocation).get(cell),
  peek: (cell, _, invocation) => cells(invocation).get(cell),
  async write(cell, value, invocation) {
    await cells(invocation).put(cell, value);
    return value;
  },
  async increment(cell, _, invocation) {
    const value = (await cells(invocation).get(cell)) + 1;
    await cells(invocation).put(cell, value);
    return value;
  },
};

/** Remembers for ever what it has read once: what somebody might do to save reads, and must not. */
export function makeCachingHandler(): CellHandler {
  const cache = new Map<string, number>();
  return {
    ...cellHandler,
    async peek(cell, value, invocation) {
      const known = cache.get(cell) ?? (await cellHandler.peek(cell, value, invocation));
      cache.set(cell, known);
      return known;
    },
  };
}

export const relayHandler: CellHandler = {
  read: (cell, _, invocation) => callCell(invocation, CellService, cell, { kind: "read" }),
  peek: (cell, _, invocation) => callCell(invocation, CellService, cell, { kind: "peek" }),
  write: (cell, value, invocation) => callCell(invocation, CellService, cell, { kind: "write", value }),
  increment: (cell, _, invocation) => callCell(invocation, CellService, cell, { kind: "increment" }),
};
