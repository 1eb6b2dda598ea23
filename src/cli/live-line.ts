import type { Io } from "./io.ts";

/** One line at the foot of a terminal that is written again and again, with lasting lines above it. */
export type LiveLine = {
  readonly above: (text: string) => void;
  readonly update: (text: string) => void;
  readonly clear: () => void;
};

/** Back to the line's beginning, and erase it. */
const erase = "\r\u001b[2K";

/** Without a terminal only the lasting lines are printed. */
export const liveLine = ({ out, terminal }: Pick<Io, "out" | "terminal">): LiveLine => {
  let shown = "";
  const put = (text: string): void => {
    if (!terminal || text === shown) return;
    out(`${shown === "" ? "" : erase}${text}`);
    shown = text;
  };
  return {
    above: (text) => {
      const before = shown;
      put("");
      out(`${text}\n`);
      put(before);
    },
    update: put,
    clear: () => put(""),
  };
};
