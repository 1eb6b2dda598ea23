import type { Report } from "../domain/release/evidence.ts";
import { unreadable } from "./unreadable.ts";

/** Takes the text of a report piece by piece, and says at the end what it holds. Both throw `Unreadable`. */
export type Reader = { write(text: string): void; end(): Report };

/** 64 Mi characters: larger than any report of one piece that we know of, small enough to hold in memory. */
const largest = 64 * 1024 * 1024;

/** A reader for formats that make sense only as a whole, such as JSON. */
export const whole = (parse: (text: string) => Report) => (): Reader => {
  const pieces: string[] = [];
  let length = 0;
  return {
    write(text) {
      length += text.length;
      if (length > largest) unreadable(`it is larger than ${largest / 1024 / 1024} MiB`);
      pieces.push(text);
    },
    end: () => parse(pieces.join("")),
  };
};
