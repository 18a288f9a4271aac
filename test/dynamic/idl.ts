/** Declarations of an IDL by name, and codecs put to use. */

import { expect } from "chai";
import { analyse, type AnalyseOptions } from "../../generator/analyse.js";
import type { Program, StructDeclaration } from "../../generator/model.js";
import { UserError } from "../../generator/user-error.js";
import { binary } from "../../runtime/protocol/binary.js";
import type { StructCodec } from "../../runtime/protocol/protocol.js";

/** @param text of the one file; absent: the file is in the package */
export function programOf(file: string, text?: string): Program {
  const options: AnalyseOptions = {
    includePath: [],
    ...(text !== undefined && { readFile: (path) => (path === file ? text : undefined) }),
  };
  const { program, diagnostics } = analyse([file], options);
  expect(diagnostics).to.deep.equal([]);
  return program;
}

export function structIn({ modules }: Program, name: string): StructDeclaration {
  const found = modules.flatMap(({ structs }) => structs).find((struct) => struct.name === name);
  if (found === undefined) throw new Error(`the IDL has no struct ${name}`);
  return found;
}

export function encode<T>(codec: StructCodec<T>, value: T): Uint8Array {
  const output = binary.writer();
  codec.write(output, value);
  return output.finish();
}

export function decode<T>(codec: StructCodec<T>, bytes: Uint8Array): T {
  const input = binary.reader(bytes);
  const value = codec.read(input);
  input.assertEnd();
  return value;
}

/** The message of the UserError that it throws. */
export function mistake(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return "none";
}
