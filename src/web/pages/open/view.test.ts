import { expect, test } from "vitest";
import { authorsOf, momentOf } from "./view.ts";

test("authors are read however they are parted", () => {
  expect(authorsOf(" kim@example.test, lou@example.test\nmax@example.test ;")).toEqual([
    "kim@example.test",
    "lou@example.test",
    "max@example.test",
  ]);
  expect(authorsOf(" ")).toEqual([]);
});

test("a moment is UTC, and none is none", () => {
  expect(momentOf("2026-11-29T10:00")).toBe(Date.UTC(2026, 10, 29, 10));
  expect(momentOf("")).toBeNull();
});
