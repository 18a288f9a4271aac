/** Large inputs. */

const TYPES = ["i32", "string", "i64", "bool", "double", "list<string>", "map<string, i64>", "binary", "set<i32>"];

/** So many structs of ten fields; the last one of each has the struct before as its type. */
export function manyStructs(count: number): string {
  const structs = Array.from({ length: count }, (_, struct) => {
    const fields = Array.from({ length: 10 }, (__, index) => {
      const type = index === 9 && struct > 0 ? `Struct${struct - 1}` : TYPES[(struct + index) % TYPES.length];
      return `  ${index + 1}: ${type} field${index + 1}\n`;
    });
    return `struct Struct${struct} {\n${fields.join("")}}\n`;
  });
  return structs.join("\n");
}
