/** What is written to the log of this process while `work` runs, by line. */
export async function captureLog(work: () => unknown): Promise<string[]> {
  const { error } = console;
  const lines: string[] = [];
  console.error = (...parts: unknown[]) => void lines.push(parts.join(" "));
  try {
    await work();
  } finally {
    console.error = error;
  }
  return lines;
}

/** The same, each line as the object it is. */
export async function captureEntries(work: () => unknown): Promise<Readonly<Record<string, unknown>>[]> {
  const lines = await captureLog(work);
  return lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}
