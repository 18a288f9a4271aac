/** A line on a terminal that says what a long run is doing; nothing where nobody looks, or where it is over at once. */

/** Shorter than that nobody wonders. */
const PATIENCE_MS = 500;

export interface Progress {
  readonly report: (stage: string) => void;
  /** Takes the line away. */
  readonly end: () => void;
}

export function showProgress(
  terminal: { readonly isTTY: boolean; write(text: string): unknown },
  patienceMs = PATIENCE_MS,
): Progress {
  const begun = performance.now();
  const line = (text: string): void => void (terminal.isTTY && terminal.write(`\r\u001B[K${text}`));
  let shown = false;
  return {
    report(stage) {
      if (performance.now() - begun < patienceMs) return;
      shown = true;
      line(`${stage} ...`);
    },
    end() {
      if (shown) line("");
    },
  };
}
