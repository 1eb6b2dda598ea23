/** Emphasis for a terminal. What it says is always said in words or signs too: colour never carries meaning alone. */
export type Paint = {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly doubt: (text: string) => string;
};

const plain = (text: string): string => text;

/** SGR codes: on, and off again for that attribute alone, so that they may be nested. */
const sgr =
  (on: number, off: number) =>
  (text: string): string =>
    `\u001b[${on}m${text}\u001b[${off}m`;

export const paint = (color: boolean): Paint =>
  color
    ? { strong: sgr(1, 22), faint: sgr(2, 22), good: sgr(32, 39), bad: sgr(31, 39), doubt: sgr(33, 39) }
    : { strong: plain, faint: plain, good: plain, bad: plain, doubt: plain };

/** How a text shall be laid out: for whom, and how wide. */
export type Layout = { readonly paint: Paint; readonly columns: number };
