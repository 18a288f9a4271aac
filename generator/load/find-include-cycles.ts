/** Circles of includes, so that each can be reported where it closes. */

interface Including<F> {
  readonly includes: readonly { readonly target: F | undefined }[];
}

/** An include that leads back to a file which is still being included. */
export interface IncludeCycle<F extends Including<F>> {
  readonly from: F;
  readonly include: F["includes"][number];
  /** The files from the one included again to itself. */
  readonly path: readonly F[];
}

/** One entry for each include without which the includes would be free of circles. */
export function findIncludeCycles<F extends Including<F>>(files: readonly F[]): IncludeCycle<F>[] {
  const cycles: IncludeCycle<F>[] = [];
  const finished = new Set<F>();
  const open: F[] = [];

  const visit = (file: F): void => {
    open.push(file);
    for (const include of file.includes) {
      const { target } = include;
      if (target === undefined || finished.has(target)) continue;
      const start = open.indexOf(target);
      if (start === -1) visit(target);
      else cycles.push({ from: file, include, path: [...open.slice(start), target] });
    }
    open.pop();
    finished.add(file);
  };

  for (const file of files) if (!finished.has(file)) visit(file);
  return cycles;
}
