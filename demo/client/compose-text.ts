// Calls TextService.ComposeText through the gateway and prints the reply: node compose-text.js GATEWAY TEXT

import { connect } from "thrift-faas";
import { TextServiceClient } from "./gen/social_network/text-service.js";

const [gateway = "", text = ""] = process.argv.slice(2);
const connection = connect(gateway);
const reply = await new TextServiceClient(connection).ComposeText(1n, text, new Map());
console.log(JSON.stringify(reply, (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value), 2));
connection.close();
