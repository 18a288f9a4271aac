/** `${VAR:-default}` in a stack file, put in before YAML is parsed, as faas-cli does it: comments and keys included. */

export interface Substituted {
  readonly text: string;
  /** Where a character of the result comes from: its offset in the file. */
  readonly origin: (offset: number) => number;
  /** The expression that a character of the result was put in for, if any. */
  readonly expressionAt: (offset: number) => string | undefined;
  /** What cannot be put in, each at its offset in the file. */
  readonly problems: readonly { readonly offset: number; readonly message: string }[];
}

const EXPANSION = /^\$\{([A-Za-z_]\w*)(?:(:?[-=])([^]*))?\}$/;

/** @param env nothing is put in without it */
export function substitute(source: string, env: NodeJS.ProcessEnv | undefined): Substituted {
  const problems: { offset: number; message: string }[] = [];
  /** Where a piece begins in the result, and where it comes from. */
  const pieces: { readonly at: number; readonly from: number; readonly expression?: string }[] = [];
  let text = "";
  const copy = (begin: number, end?: number): void => {
    pieces.push({ at: text.length, from: begin });
    text += source.slice(begin, end);
  };
  const insert = (piece: string, from: number, expression: string): void => {
    pieces.push({ at: text.length, from, expression });
    text += piece;
  };

  function expand(expression: string, offset: number): string {
    const [, name, , otherwise = ""] = EXPANSION.exec(expression) ?? [];
    if (name === undefined) {
      problems.push({
        offset,
        message: `${expression} is not understood here; \${VAR} and \${VAR:-default} are`,
      });
      return "";
    }
    const value = env?.[name] ?? "";
    return value === "" ? replaceAll(otherwise, (inner) => expand(inner, offset)) : value;
  }

  let from = 0;
  for (const { begin, end } of env === undefined ? [] : expressionsIn(source)) {
    copy(from, begin);
    const expression = source.slice(begin, end);
    // A doubled dollar stands for one that is meant as such.
    insert(expression.startsWith("$$") ? expression.slice(1) : expand(expression, begin), begin, expression);
    from = end;
  }
  copy(from);
  const pieceAt = (offset: number) => pieces.findLast(({ at }) => at <= offset);

  return {
    text,
    origin(offset) {
      const { at, from: begin, expression } = pieceAt(offset) ?? { at: 0, from: 0 };
      return expression === undefined ? begin + offset - at : begin;
    },
    expressionAt: (offset) => pieceAt(offset)?.expression,
    problems,
  };
}

function replaceAll(text: string, replace: (expression: string) => string): string {
  let result = "";
  let from = 0;
  for (const { begin, end } of expressionsIn(text)) {
    result += text.slice(from, begin) + replace(text.slice(begin, end));
    from = end;
  }
  return result + text.slice(from);
}

/** Each `${...}` that is in no other one, braces paired. One that never ends reaches to the end of its line. */
function* expressionsIn(text: string): Generator<{ begin: number; end: number }> {
  for (let begin = text.indexOf("${"); begin >= 0;) {
    let depth = 0;
    let end = begin;
    for (; end < text.length; end++) {
      if (text[end] === "\n") break;
      if (text[end] === "{") depth++;
      if (text[end] === "}" && --depth === 0) break;
    }
    if (text[end] === "}") end++;
    if (text[begin - 1] === "$") begin--;
    yield { begin, end };
    begin = text.indexOf("${", end);
  }
}
