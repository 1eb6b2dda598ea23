import { expect, test } from "vitest";
import { fixOf, momentOf, wordsOf } from "./view.ts";

test("authors are read however they are parted", () => {
  expect(wordsOf(" kim@example.test, lou@example.test\nmax@example.test ;")).toEqual([
    "kim@example.test",
    "lou@example.test",
    "max@example.test",
  ]);
  expect(wordsOf(" ")).toEqual([]);
});

test("a moment is UTC, and none is none", () => {
  expect(momentOf("2026-11-29T10:00")).toBe(Date.UTC(2026, 10, 29, 10));
  expect(momentOf("")).toBeNull();
});

test("files that nobody names are not known; a fix of which nothing is said is none", () => {
  expect(fixOf({})).toBeNull();
  expect(fixOf({ files: "src/cart.ts" })).toBeNull();
  expect(fixOf({ cause: "an index was off by one", link: "https://git.example.test/7", files: " " })?.files).toBeNull();
  expect(fixOf({ cause: "an index", files: "src/cart.ts\n\n test/cart.test.ts \n" })?.files).toEqual([
    "src/cart.ts",
    "test/cart.test.ts",
  ]);
});
