/** Words of other times and of another dialect, each with what Apache Thrift writes instead. */

/** `php_namespace a.b` and its like: how namespaces were written before `namespace php a.b`. */
const oldNamespace = /^(?:(\w+)_(?:namespace|package|module|prefix))$/;

/** What to write instead of a header or definition that Thrift no longer has. */
export function removedHeader(word: string): string | undefined {
  if (word === "senum") return "declare an `enum`, or use `string`";
  const language = oldNamespace.exec(word)?.[1];
  if (language !== undefined) return `write \`namespace ${language} name\``;
  return undefined;
}

/** Words that begin something in fbthrift, and never in Apache Thrift. */
export const fbthriftWords: ReadonlyMap<string, string> = new Map([
  ["package", "Apache Thrift writes `namespace`"],
  ["interaction", "Apache Thrift has none: declare a `service`, and pass what tells the sessions apart"],
  ["performs", "Apache Thrift has no interactions: declare a `service`"],
  ["stream", "Apache Thrift has no streams: return a `list`, or a page and where the next one begins"],
  ["sink", "Apache Thrift has no sinks: take a `list`"],
  ["hs_include", "leave it out: it speaks to fbthrift only"],
  ["safe", "write `exception` alone"],
  ["transient", "write `exception` alone"],
  ["permanent", "write `exception` alone"],
  ["stateful", "write `exception` alone"],
  ["client", "write `exception` alone"],
  ["server", "write `exception` alone"],
]);

/** Types of fbthrift, with the one to write. They are names like any other, so they count only where nothing is called so. */
export const fbthriftTypes: ReadonlyMap<string, string> = new Map([
  ["float", "double"],
  ["hash_map", "map"],
  ["hash_set", "set"],
]);
