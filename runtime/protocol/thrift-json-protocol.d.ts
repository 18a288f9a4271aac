/** The part of the `thrift` package's TJSONProtocol that is used here; @types/thrift describes a much older API. */
declare module "thrift/lib/nodejs/lib/thrift/json_protocol.js" {
  export default class TJSONProtocol {
    constructor(transport: { write(text: string): void });
    /** The pieces of JSON of what is being written, outermost first: finished ones are strings or numbers. */
    readonly tstack: (string | number | (string | number)[])[];
    /** Where in `tstack` each open struct, field and container begins. */
    readonly tpos: number[];
    writeMessageBegin(name: string, type: number, seqid: number): void;
    writeMessageEnd(): void;
    writeStructBegin(name: string): void;
    writeStructEnd(): void;
    writeFieldBegin(name: string, type: number, id: number): void;
    writeFieldEnd(): void;
    writeMapBegin(keyType: number, valueType: number, size: number): void;
    writeMapEnd(): void;
    writeListBegin(elementType: number, size: number): void;
    writeSetBegin(elementType: number, size: number): void;
    writeBool(value: boolean): void;
    writeByte(value: number): void;
    writeI16(value: number): void;
    writeI32(value: number): void;
  }
}
