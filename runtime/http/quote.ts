import type { HttpResponse } from "./post-message.js";

/** The first line of a text body, for people; empty if the body is none. */
export function quote({ headers, body }: HttpResponse): string {
  if (headers["content-type"]?.startsWith("text/plain") !== true) return "";
  return (Buffer.from(body.subarray(0, 200)).toString().split("\n")[0] ?? "").trim();
}
