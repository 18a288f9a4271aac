import { readScripts } from "../../../runtime/store/redis/script-files.js";
import type { RedisServer } from "../../support/redis-server.js";

/** As if the server had run each script before. */
export async function loadScripts(server: RedisServer): Promise<void> {
  for (const { text } of Object.values(readScripts())) await server.command("SCRIPT", "LOAD", text);
}
