/** Gen folders for tests, in temporary places that are removed at the end of each test. */

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A function in TypeScript: the last part of the path says what it does with the body; `pid` says where it runs. */
export const ECHO = `
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === "/ready") return void response.end();
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  response.setHeader("X-Thrift-Faas", "reply");
  if (request.url === "/hang") return void console.log("hanging");
  if (request.url === "/crash") throw new Error("crashed on purpose");
  if (request.url === "/pid") return void response.end(String(process.pid));
  if (request.url === "/env") return void response.end(JSON.stringify(process.env));
  response.end(Buffer.concat(chunks));
}

createServer((request, response) => void answer(request, response)).listen(Number(process.env["http_port"]), "127.0.0.1");
`;

const made: string[] = [];

/** Writes files into a new folder. @param files path -> content */
export async function makeFolder(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "thrift-faas-test-"));
  made.push(folder);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

export async function removeFolders(): Promise<void> {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true });
}
