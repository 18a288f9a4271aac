/** Makes one log of several: each line with its source in front, the texts aligned. */
export function formatLines(sources: readonly string[], colour: boolean): (source: string, text: string) => string {
  const width = Math.max(...sources.map((source) => source.length));
  return (source, text) => {
    const label = `${source.padEnd(width)} |`;
    return colour ? `\u001B[${colourOf(sources.indexOf(source))}m${label}\u001B[0m ${text}` : `${label} ${text}`;
  };
}

/** Six colours that are legible on light and dark. */
function colourOf(index: number): number {
  return 31 + ((index + 5) % 6);
}
