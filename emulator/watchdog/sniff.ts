/**
 * The Content-Type that Go's server gives a body without one, as far as functions have reason to send such bodies: text,
 * or not. Undefined for no body.
 */
export function sniffContentType(body: Uint8Array): string | undefined {
  if (body.length === 0) return undefined;
  // Control characters that no text has.
  const binary = body
    .subarray(0, 512)
    .some((byte) => byte < 9 || byte === 11 || (byte > 13 && byte < 32 && byte !== 27));
  return binary ? "application/octet-stream" : "text/plain; charset=utf-8";
}
