/**
 * All that generated code may import: version 1 of the contract between the generator and the runtime. Nothing here
 * is renamed or removed; a contract that has to change gets a file `v2.ts` beside this one. The runtime's own messages are
 * generated, too; they import the parts, as this file imports what uses them.
 */

export { unfilled } from "../invocation/unfilled.js";
export { adapt } from "../openfaas/node-template.js";
export { serve } from "../openfaas/serve.js";
export { serveFramed } from "../openfaas/serve-framed.js";
export { defineFunction, hostService, type FunctionDefinition } from "../service/function.js";
export * from "./service.js";
