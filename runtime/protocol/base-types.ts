/**
 * Reads and writes values of base types as functions, for elements of containers and for state: a codec that made a function
 * of its own for each container it reads would spend a twentieth of a small message's time on it.
 */

import type { ProtocolReader, ProtocolWriter } from "./protocol.js";

export const readBool = (input: ProtocolReader): boolean => input.readBool();
export const readI8 = (input: ProtocolReader): number => input.readI8();
export const readI16 = (input: ProtocolReader): number => input.readI16();
export const readI32 = (input: ProtocolReader): number => input.readI32();
export const readI64 = (input: ProtocolReader): bigint => input.readI64();
export const readDouble = (input: ProtocolReader): number => input.readDouble();
export const readString = (input: ProtocolReader): string => input.readString();
export const readBinary = (input: ProtocolReader): Uint8Array => input.readBinary();
export const readUuid = (input: ProtocolReader): string => input.readUuid();

export const writeBool = (output: ProtocolWriter, value: boolean): void => output.writeBool(value);
export const writeI8 = (output: ProtocolWriter, value: number): void => output.writeI8(value);
export const writeI16 = (output: ProtocolWriter, value: number): void => output.writeI16(value);
export const writeI32 = (output: ProtocolWriter, value: number): void => output.writeI32(value);
export const writeI64 = (output: ProtocolWriter, value: bigint): void => output.writeI64(value);
export const writeDouble = (output: ProtocolWriter, value: number): void => output.writeDouble(value);
export const writeString = (output: ProtocolWriter, value: string): void => output.writeString(value);
export const writeBinary = (output: ProtocolWriter, value: Uint8Array): void => output.writeBinary(value);
export const writeUuid = (output: ProtocolWriter, value: string): void => output.writeUuid(value);
