/** What may hold anything up to its own end, where no element can be. */
const ends: Readonly<Record<string, string>> = { "<![CDATA[": "]]>", "<!--": "-->", "<?": "?>" };
const opening = /<!\[CDATA\[|<!--|<\?/g;
/** A marker may be cut in two by the end of a piece: so many characters are held back, one less than the longest. */
const heldBack = 8;

/**
 * XML pieces → the same with the inside of CDATA sections, comments and processing instructions cut to `most`
 * characters. The parser holds such a section in memory until it ends, and a test may have written a gigabyte into one.
 */
export const shorten = (most: number) => {
  let carry = "";
  let end = "";
  let inside = 0;
  /** Takes from `all` what lies inside the open section; → where it stopped. */
  const within = (all: string, from: number, out: string[]): number => {
    const found = all.indexOf(end, from);
    const to = found < 0 ? Math.max(from, all.length - heldBack) : found;
    out.push(all.slice(from, Math.min(to, from + Math.max(0, most - inside))));
    inside += to - from;
    if (found < 0) return to;
    out.push(end);
    const after = found + end.length;
    end = "";
    return after;
  };
  const outside = (all: string, from: number, out: string[]): number => {
    opening.lastIndex = from;
    const found = opening.exec(all);
    const to = found === null ? Math.max(from, all.length - heldBack) : found.index + found[0].length;
    out.push(all.slice(from, to));
    if (found !== null) [end, inside] = [ends[found[0]] ?? "", 0];
    return to;
  };
  return {
    write(text: string): string {
      const all = carry + text;
      const out: string[] = [];
      let at = 0;
      for (let before = -1; before !== at; ) {
        before = at;
        at = end === "" ? outside(all, at, out) : within(all, at, out);
      }
      carry = all.slice(at);
      return out.join("");
    },
    end: (): string => carry,
  };
};
