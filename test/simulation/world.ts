/**
 * Functions, their stores, clients, collectors and the network between them, in memory: the real runtime over a clock,
 * stores and a transport that do what the plan says. A message and an operation of a store both take time on their way
 * there and back, and once they are on their way nothing stops them, whatever becomes of who sent them.
 */

import { BinaryReader } from "../../runtime/protocol/binary-reader.js";
import { Background } from "../../runtime/background.js";
import { readStoreIdentity, type StoreIdentity } from "../../runtime/callback/store-identity.js";
import { EdgeCaller, type Edge } from "../../runtime/client/edge-caller.js";
import { DeliveryError, PendingError, type Transport } from "../../runtime/client/transport.js";
import { collect } from "../../runtime/collector/collect.js";
import { processEnvironment, type Environment } from "../../runtime/environment.js";
import { carryOut } from "../../runtime/invocation/carry-out.js";
import type { FunctionContext } from "../../runtime/invocation/context.js";
import { executeUnguarded } from "../../runtime/invocation/execute-unguarded.js";
import { ApplicationExceptionCodec, ApplicationExceptionType } from "../../runtime/protocol/application-exception.js";
import { MessageType } from "../../runtime/protocol/protocol.js";
import { binary } from "../../runtime/protocol/binary.js";
import type { Reply } from "../../runtime/service/exchange.js";
import { createExchange } from "../../runtime/service/create-exchange.js";
import { EXPIRY_SLACK, LIFETIME } from "../../runtime/store/expiry.js";
import { MemoryStore } from "../../runtime/store/memory.js";
import type { RecordedResult } from "../../runtime/store/store.js";
import { pick } from "./chance.js";
import { type Boundary, EXPIRING, type Fault, type Role } from "./faults.js";
import { makeHandlers, type Outside } from "./handlers.js";
import { Life, never } from "./life.js";
import { mortalStore } from "./mortal-store.js";
import type { Happened, Plan } from "./plan.js";
import type { TextHandler, TextService } from "./services.js";
import { Timeline } from "./timeline.js";
import type { Topology, Workflow } from "./workflows.js";

export interface WorldOptions {
  readonly plan: Plan;
  readonly topology: Topology;
  /** False switches exactly-once off. */
  readonly guarded: boolean;
  readonly suspendAfterMs: number;
  /** Whether a process goes on a little later than at once, after what it waited for has come. */
  readonly slowTurns: boolean;
  /** Whether the client is a plain one. */
  readonly isPlain: boolean;
  /** Hears of every boundary that is crossed while something may go wrong. */
  readonly onCross?: ((role: Role, boundary: Boundary) => void) | undefined;
  /** Hears everything that happens, in words. */
  readonly onTrace?: ((line: string) => void) | undefined;
}

const START = 1_700_000_000_000;
const CALL_TIMEOUT_MS = 3_000;
const CLIENT_TIMEOUT_MS = 8_000;
const COLLECTOR_TIMEOUT_MS = 2_000;
const MINUTE = 60_000;
/** From any moment until what was begun by then has expired, and until it is forgotten. */
const UNTIL_EXPIRED = LIFETIME + 5 * MINUTE;
export const UNTIL_FORGOTTEN = LIFETIME + EXPIRY_SLACK + 5 * MINUTE;

interface Deployment {
  readonly service: TextService;
  readonly handler: TextHandler;
  readonly store: MemoryStore;
  readonly identity: StoreIdentity;
  readonly pureResults: Map<string, RecordedResult>;
}

/** What happened outside of every service, and what was said of it. */
export interface Happening {
  readonly what: string;
  readonly receipt: string;
  /** Whether every ID had expired by then that clients began with. */
  readonly isLate: boolean;
}

export class World {
  readonly timeline = new Timeline(START);
  readonly stores: readonly MemoryStore[];
  /** The names by which functions know their stores. */
  readonly storeIds: string[] = [];
  /** Every partition that somebody has named. */
  readonly partitions = new Set<string>();
  readonly happened: Happened[] = [];
  /** What must never be. */
  readonly violations: string[] = [];
  /** What happened outside, in order, each with its receipt. */
  readonly outside: Happening[] = [];
  /** Nothing goes wrong any more. */
  isCalm = false;
  /** Whether time has passed until IDs that were in use had expired. */
  hasExpired = false;
  readonly #options: WorldOptions;
  readonly #functions = new Map<string, Deployment>();
  #asked = 0;
  #crossed = 0;
  #lives = 0;

  constructor(options: WorldOptions) {
    this.#options = options;
    const partitioned = options.topology === "partitions";
    const now = (): number => Math.floor(this.timeline.now);
    const stores = options.topology === "two stores" ? 2 : 1;
    // Each store its own, but the same in every world: the IDs of calls follow from it.
    const secret = (store: number): Uint8Array => new Uint8Array(32).fill(store + 1);
    this.stores = Array.from(
      { length: stores },
      (_, store) => new MemoryStore({ now, partitioned, secret: secret(store) }),
    );
  }

  /** A plain client's message carries no expiry: one that is held up for a day is carried out after it. */
  get #untilExpired(): number {
    return this.#options.isPlain ? 0 : UNTIL_EXPIRED;
  }

  /** Deploys everything. */
  async open(): Promise<void> {
    const identities = await Promise.all(this.stores.map(readStoreIdentity));
    this.storeIds.push(...identities.map(({ id }) => id));
    for (const [index, [service, handler]] of [...makeHandlers(this.#outsideWorld())].entries()) {
      const at = index % this.stores.length;
      const [store, identity] = [this.stores[at], identities[at]];
      if (store === undefined || identity === undefined) throw new Error("a world without a store");
      this.partitions.add(service.name);
      this.#functions.set(service.function, { service, handler, store, identity, pureResults: new Map() });
    }
  }

  /** Somebody outside of every function. */
  client(
    name: string,
    role: "client" | "plain client" = "client",
  ): { readonly life: Life; readonly edge: Edge; readonly transport: Transport } {
    const life = new Life(name, role);
    const transport = this.#transportOf(life);
    return {
      life,
      transport,
      edge: new EdgeCaller({ transport, environment: this.environmentOf(life) }, CLIENT_TIMEOUT_MS),
    };
  }

  /** One pass of a collector over every store; each lives and dies like everything else. */
  async collect(idleMs: number): Promise<void> {
    await Promise.all(
      this.stores.map(async (store, index) => {
        const life = new Life(`collector ${index + 1}`, "collector");
        const mortal = mortalStore(store, this, life);
        try {
          const options = { idleMs, timeoutMs: COLLECTOR_TIMEOUT_MS };
          const { deadLetters } = await collect(mortal, { transport: this.#transportOf(life) }, options);
          this.trace(() => `${life.name} has made a pass: ${deadLetters.length} dead letters`);
        } catch {
          // The store did not answer: the next pass will do.
        }
      }),
    );
  }

  /** In [0, 1) */
  fraction(): number {
    return this.#options.plan.fraction(++this.#asked);
  }

  /** How long something takes on its way, in milliseconds: mostly one, now and then many. */
  travel(): Promise<void> {
    const fraction = this.fraction();
    return this.timeline.wait(fraction < 0.7 ? 1 + fraction : fraction < 0.97 ? fraction * 10 : fraction * 80);
  }

  trace(line: () => string): void {
    this.#options.onTrace?.(`${(this.timeline.now - START).toFixed(1).padStart(9)} ms  ${line()}`);
  }

  /**
   * Crosses a boundary in somebody's life, or never does because it dies there.
   * @returns the fault, where it is for the boundary's own operation to carry out
   */
  async cross(life: Life, boundary: Boundary): Promise<Fault | undefined> {
    await this.#thaw(life);
    const moment = ++this.#crossed;
    if (!this.isCalm) this.#options.onCross?.(life.role, boundary);
    const fault = this.isCalm ? undefined : this.#options.plan.fault(moment, life.role, boundary);
    if (fault === undefined) return undefined;
    const where = `${life.name}: ${boundary}`;
    this.happened.push({ moment, fault, where });
    this.trace(() => `*** ${fault.toUpperCase()} at ${moment}, ${where}`);
    if (EXPIRING.has(fault)) this.hasExpired = true;
    switch (fault) {
      case "die":
      case "vanish":
        life.isDead = true;
        if (fault === "die") life.tell();
        return never();
      case "zombie":
      case "late zombie":
        life.tell();
        life.frozenUntil = this.timeline.now + (fault === "late zombie" ? this.#untilExpired : this.fraction() * 2_000);
        break;
      case "slow":
        await this.timeline.wait(this.fraction() * 1_000);
        break;
      case "pause":
        this.timeline.jump(this.fraction() * 3_000);
        break;
      case "collect":
        void this.collect(0);
        break;
      case "expire":
        this.timeline.jump(UNTIL_EXPIRED);
        break;
      case "forget":
        this.timeline.jump(UNTIL_FORGOTTEN);
        break;
      case "fail":
      case "cut":
      case "duplicate":
      case "late duplicate":
      case "latest duplicate":
      case "outdated":
        return fault;
    }
    await this.#thaw(life);
    return undefined;
  }

  async #thaw(life: Life): Promise<void> {
    while (life.frozenUntil > this.timeline.now) await this.timeline.wait(life.frozenUntil - this.timeline.now);
    if (life.isDead) await never();
  }

  environmentOf(life: Life): Environment {
    const { timeline } = this;
    return {
      now: () => Math.floor(timeline.now),
      random: () => this.fraction(),
      randomId: () => `${this.fraction()}${this.fraction()}`,
      sleep: (ms, signal) =>
        new Promise((resolve, reject) => {
          const abort = (): void => {
            timer.isCancelled = true;
            reject(new Error("aborted"));
          };
          const timer = timeline.after(ms, () => {
            signal?.removeEventListener("abort", abort);
            void this.#thaw(life).then(resolve);
          });
          signal?.addEventListener("abort", abort);
        }),
      nextTurn: () => (this.#options.slowTurns ? timeline.wait(this.fraction()) : timeline.turn()),
      drained: () => processEnvironment.drained(),
    };
  }

  #outsideWorld(): Outside {
    return {
      happen: async (what) => {
        await this.travel();
        const receipt = `r${this.outside.length + 1}`;
        this.outside.push({ what, receipt, isLate: this.timeline.now > START + LIFETIME + MINUTE });
        this.trace(() => `outside: ${what} happens, receipt ${receipt}`);
        await this.travel();
        return receipt;
      },
      dawdle: () => this.travel(),
    };
  }

  #transportOf(life: Life): Transport {
    return {
      post: async (functionName, body, _, timeoutMs) => {
        const fault = await this.cross(life, "before send");
        const behind = this.#behind(fault);
        if (behind !== undefined)
          void this.timeline.wait(behind).then(() => this.#serve(functionName, body).catch(() => {}));
        const reply = await this.#exchange(life, functionName, body, timeoutMs, fault === "fail");
        const afterwards = await this.cross(life, "after receive");
        if (afterwards === "fail") throw lost("the reply was lost");
        const bytes = afterwards === "cut" ? reply.subarray(0, reply.length >> 1) : reply;
        return bytes;
      },
    };
  }

  /** When a message arrives a second time, if it does; in milliseconds. */
  #behind(fault: Fault | undefined): number | undefined {
    switch (fault) {
      case "duplicate":
        return this.fraction() * 4_000;
      case "late duplicate":
        return this.fraction() * 2 * UNTIL_EXPIRED;
      case "latest duplicate":
        return UNTIL_FORGOTTEN;
      default:
        return undefined;
    }
  }

  /** There and back; rejects as a gateway's client does. */
  #exchange(
    life: Life,
    functionName: string,
    body: Uint8Array,
    timeoutMs: number,
    isLost: boolean,
  ): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const settle = (work: () => void): void => {
        timer.isCancelled = true;
        if (!life.isDead) work();
      };
      const timer = this.timeline.after(timeoutMs, () => settle(() => reject(lost(`no answer in ${timeoutMs} ms`))));
      void (async () => {
        try {
          await this.travel();
          if (isLost) throw lost("the message was lost");
          const reply = await this.#serve(functionName, body);
          await this.travel();
          settle(() => {
            if (reply.kind === "reply") resolve(reply.body);
            else if (reply.kind === "pending") reject(new PendingError(reply.reason));
            else reject(lost(reply.reason, reply.kind === "unavailable"));
          });
        } catch (error) {
          settle(() => reject(error as Error));
        }
      })();
    });
  }

  /** Starts a process for one message; rejects when somebody tells that it has died. */
  #serve(functionName: string, body: Uint8Array): Promise<Reply> {
    const deployment = this.#functions.get(functionName);
    if (deployment === undefined) return Promise.reject(lost(`there is no function ${functionName}`, false));
    return new Promise((resolve, reject) => {
      const name = `${functionName} ${++this.#lives}`;
      const life = new Life(name, "attempt", () => reject(lost(`${functionName} has died`)));
      this.#run(deployment, life, body).then(resolve, (error: unknown) => {
        this.violations.push(
          `${name} threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
      });
    });
  }

  async #run(
    { service, handler, store, identity, pureResults }: Deployment,
    life: Life,
    body: Uint8Array,
  ): Promise<Reply> {
    const context: FunctionContext = {
      functionName: service.function,
      store: mortalStore(store, this, life),
      identity,
      transport: this.#transportOf(life),
      environment: this.environmentOf(life),
      callTimeoutMs: CALL_TIMEOUT_MS,
      suspendAfterMs: this.#options.suspendAfterMs,
      background: new Background(),
      pureResults,
    };
    const run = this.#options.guarded ? carryOut : executeUnguarded;
    const isOutdated = (await this.cross(life, "start")) === "outdated";
    const deployed = isOutdated ? { ...service, methods: new Map() } : service;
    const exchange = createExchange(deployed, handler, context, run);
    const reply = await exchange(body);
    this.#inspect(life, reply);
    await this.cross(life, "reply");
    return reply;
  }

  /** A refusal is an error of the runtime here: no handler of ours diverges, no ID is used for two calls. */
  #inspect({ name }: Life, reply: Reply): void {
    if (reply.kind === "unreadable") this.violations.push(`${name} could not read its message: ${reply.reason}`);
    this.trace(() => `${name} answers: ${describeReply(reply)}`);
    if (reply.kind !== "reply" || reply.body[3] !== MessageType.EXCEPTION) return;
    const input = binary.reader(reply.body);
    input.readMessageBegin();
    const { type, message } = ApplicationExceptionCodec.read(input);
    if (type === ApplicationExceptionType.INTERNAL_ERROR && message.startsWith("fail failed")) return;
    const isLate = this.timeline.now > START + LIFETIME && /has expired|has no invocation/.test(message);
    const isOutdated = message.includes("has no method") && this.happened.some(({ fault }) => fault === "outdated");
    if (!isLate && !isOutdated) this.violations.push(`${name} answered with an exception: ${message}`);
  }
}

function describeReply(reply: Reply): string {
  if (reply.kind !== "reply") return `${reply.kind}, ${reply.reason}`;
  if (reply.body.length === 0) return "nothing";
  // Without its sequence ID, which goes on counting from one schedule to the next.
  const input = new BinaryReader(reply.body);
  const { name } = input.readMessageBegin();
  const rest = Buffer.from(reply.body).toString("latin1", reply.body.length - input.remaining);
  return `${name} ${rest.replace(/[^ -~]+/g, " ")}`;
}

function lost(happened: string, retryable = true): DeliveryError {
  return new DeliveryError(happened, { outcome: "unknown", retryable });
}

/** What kind of world a seed brings. */
export function drawOptions(
  plan: Plan,
  { topologies, manner }: Workflow,
): Pick<WorldOptions, "topology" | "suspendAfterMs" | "slowTurns" | "isPlain"> {
  return {
    isPlain: manner === "plain",
    topology: pick(topologies, plan.fraction(-1)),
    suspendAfterMs: pick([20, 80, 10_000], plan.fraction(-2)),
    slowTurns: plan.fraction(-3) < 0.25,
  };
}
