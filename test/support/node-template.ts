/**
 * What OpenFaaS' own Node templates do to a handler, as far as it was seen: an Express server that reads bodies of every type
 * as bytes (`RAW_BODY`), hands over an event and a context, and sends what `succeed` gets. For tests; run as a process.
 */

import { createRequire } from "node:module";
import express from "express";
import type { TemplateContext, TemplateEvent } from "../../runtime/openfaas/node-template.js";

type Handler = (event: TemplateEvent, context: TemplateContext) => Promise<unknown>;

const [, , folder = ""] = process.argv;
const handler: Handler = createRequire(`${folder}/`)("./handler.js");
const app = express();
app.use((request, _response, next) => {
  request.headers["content-type"] ??= "text/plain";
  next();
});
app.use(express.raw({ type: "*/*", limit: process.env["MAX_RAW_SIZE"] ?? "100kb" }));
app.use((request, response) => {
  let status = 200;
  let headers = {};
  const context: TemplateContext = {
    status: (code) => ((status = code), context),
    headers: (values) => ((headers = values), context),
    succeed: (value) => response.set(headers).status(status).send(value),
  };
  // An error becomes a reply that looks like any other.
  handler(request as TemplateEvent, context).catch((error: unknown) => response.send(String(error)));
});
app.listen(Number(process.env["http_port"]), "127.0.0.1");
