import type { Target } from "./target.js";

/** Where targets are: a module, and what it exports them as. Functions do not travel to threads. */
export interface TargetsModule {
  readonly url: string;
  readonly name: string;
}

export async function loadTargets({ url, name }: TargetsModule): Promise<readonly Target[]> {
  const module = (await import(url)) as Readonly<Record<string, readonly Target[]>>;
  return module[name] ?? [];
}
