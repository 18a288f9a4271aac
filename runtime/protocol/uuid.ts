/** UUIDs in their canonical form of 36 characters. */

const CANONICAL = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether this is a UUID as `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`, in either case. */
export function isUuid(value: unknown): value is string {
  return typeof value === "string" && CANONICAL.test(value);
}

/** The canonical form of 16 bytes. */
export function uuidFromBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** The 16 bytes of a canonical form. */
export function uuidToBytes(uuid: string): Uint8Array {
  return Buffer.from(uuid.replaceAll("-", ""), "hex");
}
