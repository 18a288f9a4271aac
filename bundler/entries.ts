/** What a bundle does when it is loaded: a line or two in front of the function's folder. */

/** Serves the function behind a watchdog: what its generated index.ts does. */
export const WATCHDOG = 'import "./index.js";\n';

/** Exports what `thrift-faas serve` calls: it serves the function over framed TCP. */
export const FRAMED_SERVER = `import { serveFramed } from "thrift-faas/codegen/v1";
import definition from "./function.js";
module.exports = (options) => serveFramed(definition, options);
`;

/** Exports what the index.js of OpenFaaS' own Node templates calls. */
export const NODE_TEMPLATE = `import { adapt } from "thrift-faas/codegen/v1";
import definition from "./function.js";
module.exports = adapt(definition);
`;
