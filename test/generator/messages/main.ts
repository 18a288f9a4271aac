/** `npm run messages` */

import { printDiagnostic } from "../../../generator/diagnostics/print.js";
import { generateMessages } from "./generate-messages.js";

const { diagnostics, sources, changes } = await generateMessages(false);
for (const diagnostic of diagnostics) console.error(printDiagnostic(diagnostic, sources));
if (changes === undefined) process.exitCode = 1;
