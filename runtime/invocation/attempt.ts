import type { InvocationAbout } from "../events.js";
import type { FunctionContext } from "./context.js";
import type { StateDescriptor } from "../state/descriptor.js";
import type { Gates } from "../state/gate.js";
import type { Outbox } from "./outbox.js";
import type { StateBuffer } from "./state-buffer.js";
import type { CommitBase, StepLog } from "./step-log.js";

/** The parts of one attempt that all its branches share. */
export interface Attempt {
  readonly about: InvocationAbout;
  readonly base: CommitBase;
  readonly context: FunctionContext;
  readonly log: StepLog;
  readonly state: StateBuffer;
  /** What the state consists of, from the IDL. */
  readonly stateDescriptor: StateDescriptor;
  readonly gates: Gates;
  readonly outbox: Outbox;
  /** When the caller no longer waits, in the environment's milliseconds. */
  readonly deadline: number;
  /** Whether whoever asked will ask again for an invocation that has given its process back. */
  readonly mayPark: boolean;
}
