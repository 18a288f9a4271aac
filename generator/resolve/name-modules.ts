/** Gives every module a name of its own: it becomes the name of a folder, and two files may be called the same. */

/** `a/b/shared.thrift` -> `shared` */
export function baseName(file: string): string {
  return file.replace(/^.*[\\/]/, "").replace(/\.thrift$/, "");
}

interface Nameable {
  name: string;
  readonly file: string;
  readonly namespace: string;
}

/**
 * The first file of a name keeps it. Of the others, the namespace or the folders in front tell them apart: `a_shared`.
 * Some file systems do not tell `Shared` from `shared`, so neither does this.
 */
export function nameModules(modules: readonly Nameable[]): void {
  const taken = new Set<string>();
  for (const module of modules) {
    const candidates = namesFor(module);
    const free = candidates.find((name) => !taken.has(name.toLowerCase())) ?? numbered(module.name, taken);
    taken.add(free.toLowerCase());
    module.name = free;
  }
}

function namesFor({ name, file, namespace }: Nameable): string[] {
  const folders = file
    .split(/[\\/]/)
    .slice(0, -1)
    .filter((part) => part !== "" && part !== ".." && part !== ".");
  const names = [name];
  if (namespace !== name) names.push(`${plain(namespace)}_${name}`);
  for (let count = 1; count <= folders.length; count++) names.push(`${plain(folders.slice(-count).join("_"))}_${name}`);
  return names;
}

function plain(text: string): string {
  return text.replaceAll(/\W+/g, "_");
}

function numbered(name: string, taken: ReadonlySet<string>): string {
  let number = 2;
  while (taken.has(`${name}_${number}`.toLowerCase())) number++;
  return `${name}_${number}`;
}
