/** The times that OpenFaaS waits, in milliseconds, besides those that a stack file sets. Tests shorten them. */
export interface Timing {
  /** The gateway's `upstream_timeout`: how long it waits for a function. */
  readonly upstreamTimeoutMs: number;
  /** The gateway's `write_timeout`: an answer that comes later is not sent, the connection breaks. */
  readonly gatewayWriteTimeoutMs: number;
  /** How long the provider waits for a function. */
  readonly providerTimeoutMs: number;
  /** Between two looks of the gateway at a function that has no replica ready. */
  readonly scalePollMs: number;
  /** How often it looks before it sends the call on anyway. */
  readonly scalePolls: number;
  /** Between two looks at whether a replica is ready. Three in vain take it out of service. */
  readonly probeMs: number;
  /** After a replica has ended that never was ready: the first restart; each further one waits twice as long. */
  readonly restartMs: number;
  readonly longestRestartMs: number;
  /** How long a queued call may be under way before it is delivered once more. */
  readonly ackWaitMs: number;
  /** What the schedule `* * * * *` means. Cron knows no less than a minute, which is long for somebody who waits. */
  readonly everyMinuteMs: number;
}

export const TIMING: Timing = {
  upstreamTimeoutMs: 60_000,
  gatewayWriteTimeoutMs: 65_000,
  providerTimeoutMs: 60_000,
  scalePollMs: 100,
  scalePolls: 1_000,
  probeMs: 2_000,
  // Kubernetes begins with ten seconds and goes up to five minutes; nobody learns anything from those.
  restartMs: 200,
  longestRestartMs: 5_000,
  ackWaitMs: 60_000,
  everyMinuteMs: 10_000,
};
