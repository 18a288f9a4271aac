/** How many terminal columns a text takes, so that a caret stands below the right character. */

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

const wide =
  /^(?:\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|[\u3000-\u303E\uFF01-\uFF60])/u;

/** The text with every character turned into as many spaces as it is wide; tabs stay tabs. */
export function blank(text: string): string {
  let spaces = "";
  for (const { segment } of graphemes.segment(text)) {
    if (segment === "\t") spaces += "\t";
    else spaces += wide.test(segment) ? "  " : " ";
  }
  return spaces;
}
