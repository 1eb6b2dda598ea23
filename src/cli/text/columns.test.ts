import fc from "fast-check";
import { expect, test } from "vitest";
import { columns, cut, flow, wrap } from "./columns.ts";
import { paint } from "./paint.ts";

test("cells begin at the same place; a colour has no width", () => {
  const { bad } = paint(true);

  expect(
    columns([
      ["a", bad("fail"), "x"],
      ["long id", "pass", "y"],
    ]),
  ).toEqual([`a        ${bad("fail")}  x`, "long id  pass  y"]);
});

test("the last cell of a short row pushes nothing aside", () => {
  expect(columns([["a", "b"], ["a very long line that stands alone"]])).toEqual([
    "a  b",
    "a very long line that stands alone",
  ]);
  expect(columns([])).toEqual([]);
});

test("no word is lost, and no line is wider than asked, unless one word is", () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,15}$/), { maxLength: 40 });
  fc.assert(
    fc.property(words, fc.integer({ min: 24, max: 60 }), (all, width) => {
      const lines = wrap(all.join(" "), width, "  ");
      expect(lines.flatMap((line) => line.trim().split(" "))).toEqual(all);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    }),
  );
});

test("parts stay whole", () => {
  expect(flow(["one two", "three"], "   ", 8)).toEqual(["one two", "three"]);
  expect(flow(["one two", "three"], "   ", 80)).toEqual(["one two   three"]);
});

test("a cut is marked, and never longer than asked", () => {
  expect(cut("abcdef", 4)).toBe("abc…");
  expect(cut("abcd", 4)).toBe("abcd");
});
