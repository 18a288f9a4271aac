/** Waits for changes of .thrift files and templates. */

import { existsSync, type FSWatcher, readdirSync, watch } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { UserError } from "../generator/user-error.js";

/** Editors write a file in several steps. */
const SETTLING_MS = 50;

/** Watches folders and not files: many editors replace a file, and one that was missing may come. */
export class FolderWatch {
  readonly #watchers = new Map<string, FSWatcher>();
  #changed = false;
  #wake = (): void => {};

  /** Watches these folders as well, as far as they are there. */
  add(folders: Iterable<string>): void {
    for (const folder of folders) {
      if (this.#watchers.has(folder) || !existsSync(folder)) continue;
      const watcher = watch(folder, (_, name) => {
        if (name === null || /\.(?:thrift|hbs)$/.test(name)) this.#note();
      });
      this.#watchers.set(
        folder,
        watcher.on("error", () => this.#forget(folder)),
      );
    }
  }

  /** Watches a folder of templates, and the folders in it. */
  addTemplates(folder: string): void {
    this.add([folder]);
    if (!this.#watchers.has(folder)) return;
    const inside = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    this.add(inside.map(({ name }) => join(folder, name)));
  }

  /**
   * Resolves when something has changed since the last time.
   * @throws UserError when no folder is there, and nothing can change
   */
  async next(): Promise<void> {
    if (this.#watchers.size === 0) throw new UserError("there is nothing to watch: no folder that was named exists");
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
