/**
 * One schedule from its beginning to its end: clients ask while things go wrong; then nothing goes wrong any more and
 * collectors finish what is left; then everything that was held up comes, too late for any ID to be valid.
 */

import { processEnvironment } from "../../runtime/environment.js";
import { DeliveryError } from "../../runtime/client/transport.js";
import { ApplicationException } from "../../runtime/protocol/application-exception.js";
import { ProtocolError } from "../../runtime/protocol/protocol-error.js";
import { decodeReply, encodeArgs } from "../../runtime/service/messages.js";
import { MessageType } from "../../runtime/protocol/protocol.js";
import { binary } from "../../runtime/protocol/binary.js";
import { type Asked, findOpen, findRecords, judge, judgeLate, look } from "./judge.js";
import type { Happened, Plan } from "./plan.js";
import { ask, findMethod, Root } from "./services.js";
import type { Manner, Workflow } from "./workflows.js";
import { UNTIL_FORGOTTEN, World, type WorldOptions } from "./world.js";

export interface Verdict {
  /** None when every promise was kept. */
  readonly violations: readonly string[];
  readonly happened: readonly Happened[];
  /** How many roots have been asked for, and how many answers clients got. */
  readonly roots: number;
  readonly answers: number;
}

/** How long things go wrong, in milliseconds. */
const STORM_MS = 20_000;
const COLLECT_EVERY_MS = 10_000;
const MOST_PASSES = 20;
const IDLE_MS = 1_000;

export async function runSchedule(workflow: Workflow, options: WorldOptions): Promise<Verdict> {
  const { plan } = options;
  const world = new World(options);
  await world.open();
  const asked = startClients(world, workflow, plan);
  if (plan.fraction(-5) < 0.5) startCollector(world, plan);
  await world.timeline.run(STORM_MS);
  world.isCalm = true;
  world.trace(() => "=== nothing goes wrong any more");

  let open: string[] = [];
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    void world.collect(IDLE_MS);
    await world.timeline.run(COLLECT_EVERY_MS);
    open = await findOpen(world);
    if (open.length === 0) break;
  }
  const violations = open.map((name) => `never finished: ${name}`);
  const before = await look(world);
  violations.push(...(await judge(world, asked, before, workflow)));

  world.trace(() => "=== time passes until everything is forgotten");
  await world.timeline.run(2 * UNTIL_FORGOTTEN);
  void world.collect(IDLE_MS);
  await world.timeline.run(STORM_MS);
  const after = await look(world);
  violations.push(...judgeLate(world, before, after), ...(await judge(world, asked, after, workflow)));
  violations.push(...(await findRecords(world)).map((name) => `never forgotten: ${name}`), ...world.violations);
  return {
    violations,
    happened: world.happened,
    roots: asked.length,
    answers: asked.reduce((sum, { answers }) => sum + answers.length, 0),
  };
}

/** Starts everybody who asks for something; what they are told is added as it comes. */
function startClients(world: World, { method, manner, roots }: Workflow, plan: Plan): Asked[] {
  const at = (choices: readonly number[], moment: number): number =>
    choices[Math.floor(plan.fraction(moment) * choices.length)] ?? 1;
  return Array.from({ length: at(roots, -4) }, (_, index) => {
    const root = `root${index + 1}`;
    const asked: Asked = { root, isNamed: manner !== "plain", answers: [], isAccepted: false };
    void startClient(world, method, manner, asked, `client ${index + 1}`, plan.fraction(-10 - index) * 20);
    // Somebody else who asks for the same, under the same ID, at some other time.
    if (asked.isNamed && plan.fraction(-20 - index) < 0.3)
      void startClient(world, method, "call", asked, `client ${index + 1}b`, plan.fraction(-30 - index) * 3_000);
    return asked;
  });
}

/** A collector that comes while everybody is still at work, and waits for nobody or for half a second's silence. */
function startCollector(world: World, plan: Plan): void {
  const idleMs = plan.fraction(-7) < 0.5 ? 0 : 500;
  world.timeline.after(plan.fraction(-6) * 2_000, () => void world.collect(idleMs));
}

async function startClient(
  world: World,
  method: string,
  manner: Manner,
  asked: Asked,
  name: string,
  delay: number,
): Promise<void> {
  await world.timeline.wait(delay);
  // An ID that has expired and is forgotten is a new one, and a call under it another one.
  if (world.hasExpired && name.endsWith("b")) return;
  const { root } = asked;
  const { edge, transport } = world.client(name, manner === "plain" ? "plain client" : "client");
  try {
    if (manner === "plain") {
      // The processor makes the ID of a call without an envelope itself.
      processEnvironment.randomId = () => `plain ${root}`;
      const reply = await transport.post(Root.function, encodePlain(method, root), "", 8_000);
      asked.answers.push(decodeReply(findMethod(Root, method), reply));
    } else if (manner === "submit") {
      await edge.withId(root).submit(Root, findMethod(Root, method), { text: root });
      asked.isAccepted = true;
      asked.answers.push(await edge.attach(Root, findMethod(Root, method), root));
    } else asked.answers.push(await ask(edge.withId(root), Root, method, root));
    world.trace(() => `${name} has its answer`);
  } catch (error) {
    world.trace(() => `${name} gives up: ${String(error)}`);
    if (!(error instanceof DeliveryError || error instanceof ApplicationException || error instanceof ProtocolError))
      world.violations.push(`${name} failed: ${String(error)}`);
  }
}

function encodePlain(name: string, text: string): Uint8Array {
  const header = binary.writer();
  header.writeMessageBegin(name, MessageType.CALL, 0);
  return Buffer.concat([header.finish(), encodeArgs(findMethod(Root, name), { text })]);
}
