/** Between a client and a Redis server: counts commands, loses replies, or falls silent. */

import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface RedisProxy {
  readonly url: string;
  /** The names of the commands that have come by, in lower case, and forgets them. */
  takeCommands(): string[];
  /** Lets the next command (of these) reach the server, and closes the connection instead of handing on the reply. */
  loseReply(...commands: string[]): void;
  /** How many replies have been lost. */
  readonly lost: () => number;
  /** Hands on nothing any more, in either direction, on the connections there are, and leaves them open. */
  fallSilent(): void;
  /** Leads new connections to the server at this port. */
  leadTo(port: number): void;
  stop(): Promise<void>;
}

export async function startRedisProxy(port: number): Promise<RedisProxy> {
  const sockets = new Set<Socket>();
  let commands: string[] = [];
  let toLose: readonly string[] | undefined;
  let losing = false;
  let lost = 0;
  let silenced = 0;
  let connections = 0;
  let leadsTo = port;
  const server = createServer((client) => {
    const upstream = connect(leadsTo, "127.0.0.1");
    const number = ++connections;
    const close = (): void => void [client.destroy(), upstream.destroy()];
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", close).on("close", close);
    }
    const nameCommands = commandNames();
    client.on("data", (data: Buffer) => {
      if (number <= silenced) return;
      const names = nameCommands(data);
      commands.push(...names);
      if (toLose !== undefined && names.some((name) => toLose?.length === 0 || toLose?.includes(name))) {
        toLose = undefined;
        losing = true;
      }
      upstream.write(data);
    });
    upstream.on("data", (data) => {
      if (number <= silenced) return;
      if (!losing) return void client.write(data);
      losing = false;
      lost++;
      close();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}/0`,
    takeCommands: () => {
      const taken = commands;
      commands = [];
      return taken;
    },
    loseReply: (...names) => {
      toLose = names;
    },
    lost: () => lost,
    leadTo: (to) => {
      leadsTo = to;
    },
    fallSilent: () => {
      silenced = connections;
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** Names the commands in what a client sends: each is a list of strings, `*2 $3 GET $1 a` in lines. */
function commandNames(): (data: Buffer) => string[] {
  let text = "";
  return (data) => {
    text += data.toString("latin1");
    const names: string[] = [];
    for (;;) {
      const parts: string[] = [];
      const count = /^\*(\d+)\r\n/.exec(text);
      let at = count?.[0].length ?? Infinity;
      while (parts.length < Number(count?.[1])) {
        const length = /^\$(\d+)\r\n/.exec(text.slice(at, at + 20));
        const end = at + (length?.[0].length ?? Infinity) + Number(length?.[1]) + 2;
        if (!(end <= text.length)) return names;
        parts.push(text.slice(at + (length?.[0].length ?? 0), end - 2));
        at = end;
      }
      if (count === null) return names;
      names.push((parts[0] ?? "").toLowerCase());
      text = text.slice(at);
    }
  };
}
