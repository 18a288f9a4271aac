/** `thrift-faas dev` as a process of its own, for dev-command.test.ts. */

import { devCommand } from "../../cli/dev.js";

await devCommand().parseAsync();
