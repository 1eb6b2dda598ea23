import { unreadable } from "./unreadable.ts";

/** Longer than any line of a report we know of; it bounds what a file of one endless line can take. */
export const longestLine = 1024 * 1024;

/**
 * Pieces of text → whole lines, without their ends (LF or CRLF). `end` tells whether the last line was ended as well:
 * one that was not may have been cut off.
 */
export const lines = (line: (text: string) => void) => {
  let rest = "";
  return {
    write(text: string): void {
      const parts = (rest + text).split("\n");
      rest = parts.pop() ?? "";
      for (const part of parts) line(checked(part.endsWith("\r") ? part.slice(0, -1) : part));
      checked(rest);
    },
    end(): { readonly ended: boolean } {
      if (rest === "") return { ended: true };
      line(rest);
      return { ended: false };
    },
  };
};

const checked = (text: string): string =>
  text.length > longestLine ? unreadable(`a line of it is longer than ${longestLine} characters`) : text;
