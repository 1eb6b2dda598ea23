import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { quote } from "./quote.ts";

/** What a real shell makes of these words: each is given back with a zero byte after it. */
const heard = (words: readonly string[]): readonly string[] => {
  const line = ["printf", "%s\\0", ...words].map(quote).join(" ");
  return execFileSync("/bin/sh", ["-c", line], { encoding: "utf8" }).split("\0").slice(0, -1);
};

const word = fc.oneof(
  fc.string({
    unit: fc.constantFrom("'", '"', "\\", "$", "`", "!", "\n", " ", "*", ";", "&", "a", "#", "~", "(", "é"),
  }),
  fc.string({ unit: "binary" }).filter((one) => !one.includes("\0") && one.isWellFormed()),
);

test("whatever a word holds, a shell hears that word and nothing else", () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
      expect(heard(words)).toEqual(words);
    }),
    { numRuns: 50 },
  );
});

test("a zero byte, which no argument can hold, is refused", () => {
  expect(() => quote("a\0b")).toThrow(RangeError);
});
