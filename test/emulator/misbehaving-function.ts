/** A function for tests, without anything to build: the first part of the path says what it does. */

export const MISBEHAVING = `
import { createServer } from "node:http";

const { http_port, ON_TERM, STARTS_AFTER_MS = "0" } = process.env;

async function readAll(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function answer(request, response) {
  const [, what, more] = request.url.split("?")[0].split("/");
  if (what === "early") return response.end("early");
  const body = await readAll(request);
  response.on("close", () => response.writableFinished || console.log("caller gone"));
  console.log("got", what);
  switch (what) {
    case "ready": return response.end();
    case "seen": return response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers }));
    case "status": return response.writeHead(Number(more), [["Set-Cookie", "a"], ["Set-Cookie", "b"], ["Location", "/elsewhere"]].flat()).end("x");
    case "hang": return;
    case "slow": return setTimeout(() => response.end("slow"), Number(more));
    case "empty": return response.end();
    case "typeless": return response.end(more === "text" ? "some text" : Buffer.from([0, 1, 2]));
    case "drop": return request.socket.destroy();
    case "half":
      response.writeHead(200, more.includes("length") ? { "Content-Length": 200 } : {}).write(Buffer.alloc(100));
      if (more.includes("die")) setTimeout(() => process.kill(process.pid, "SIGKILL"), 100);
      return;
    case "exit": return process.exit(Number(more));
    case "shout": console.log("x".repeat(Number(more))); return response.end();
    case "pid": return response.end(String(process.pid));
    default: return response.writeHead(200, { "Content-Type": "application/x-thrift", "Content-Length": body.length }).end(body);
  }
}

const server = createServer((request, response) => void answer(request, response));
if (ON_TERM === "ignore") process.on("SIGTERM", () => console.log("told to stop"));
if (ON_TERM === "close") process.on("SIGTERM", () => { console.log("told to stop"); server.close(); server.closeIdleConnections(); });
if (ON_TERM === "exit") process.on("SIGTERM", () => process.exit(0));
setTimeout(() => server.listen(Number(http_port), "127.0.0.1", () => console.log("listening")), Number(STARTS_AFTER_MS));
`;
