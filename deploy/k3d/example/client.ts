// Signs the guestbook through the gateway and prints the entry: node client.js GATEWAY NAME

import { connect } from "thrift-faas";
import { GuestbookClient } from "./gen/guestbook/guestbook.js";

const [gateway = "", name = ""] = process.argv.slice(2);
const connection = connect(gateway);
const { text } = await new GuestbookClient(connection).sign(name);
console.log(text);
connection.close();
