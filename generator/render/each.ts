/**
 * The templates' `each`, for the lists that views hold. Handlebars' own does the same, but also for whatever else can be
 * iterated, and adds one piece of text to another: of these V8 makes a tree, that of a large file has millions of nodes, and
 * its garbage collector moves them about until the file is written.
 */

import type { HelperDelegate, HelperOptions } from "handlebars";

/** V8 does not move a text of this length any more. */
const BLOCK = 2 ** 18;

/** What a template sees of the place in a list, as `@index`, `@first` ... */
interface Frame {
  key: number;
  index: number;
  first: boolean;
  last: boolean;
}

/**
 * @param createFrame makes a frame within the one around the list
 * @param original what to do with anything but a list, and with a list that is empty
 */
export function fasterEach(createFrame: (around: unknown) => Frame, original: HelperDelegate): HelperDelegate {
  return function (this: unknown, list: unknown, options: HelperOptions): unknown {
    if (!Array.isArray(list) || list.length === 0) return original.call(this, list, options);
    const { fn } = options;
    const data = createFrame(options.data);
    const blocks: string[] = [];
    let pieces: string[] = [];
    let length = 0;
    for (const [index, item] of (list as readonly unknown[]).entries()) {
      data.key = data.index = index;
      data.first = index === 0;
      data.last = index === list.length - 1;
      const piece = fn(item, { data, blockParams: [item, index] });
      pieces.push(piece);
      length += piece.length;
      if (length >= BLOCK) {
        blocks.push(pieces.join(""));
        pieces = [];
        length = 0;
      }
    }
    return [...blocks, pieces.join("")].join("");
  };
}
