import { expect, test } from "vitest";
import { wholeLines } from "./whole-lines.ts";

test.each([
  ["cret\nlistening\nGET /", "listening\nGET /"],
  ["cret\n", ""],
  ["cret that does not end", "(its last line is too long to be told)"],
])("%j was cut, and begins with a whole line", (end, expected) => {
  expect(wholeLines(end)).toBe(expected);
});
