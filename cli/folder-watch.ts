/** Waits for changes of .thrift files and templates. */

import { type FSWatcher, watch } from "node:fs";
import { setTimeout } from "node:timers/promises";

/** Editors write a file in several steps. */
const SETTLING_MS = 50;

/** Watches folders and not files: many editors replace a file, and one that was missing may come. */
export class FolderWatch {
  readonly #watchers = new Map<string, FSWatcher>();
  #changed = false;
  #wake = (): void => {};

  /** Watches these folders as well. */
  add(folders: Iterable<string>): void {
    for (const folder of folders) {
      if (this.#watchers.has(folder)) continue;
      const watcher = watch(folder, (_, name) => {
        if (name === null || /\.(?:thrift|hbs)$/.test(name)) this.#note();
      });
      this.#watchers.set(
        folder,
        watcher.on("error", () => this.#forget(folder)),
      );
    }
  }

  /** Resolves when something has changed since the last time. */
  async next(): Promise<void> {
    if (!this.#changed) await new Promise<void>((resolve) => (this.#wake = resolve));
    await setTimeout(SETTLING_MS);
    this.#changed = false;
  }

  #note(): void {
    this.#changed = true;
    this.#wake();
  }

  #forget(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
    this.#note();
  }
}
