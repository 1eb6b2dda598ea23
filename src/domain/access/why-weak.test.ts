import { expect, test } from "vitest";
import { whyWeak } from "./why-weak.ts";

const ada = { id: "ada", name: "Ada Reyes" };

test.each([
  ["a tired otter paddles home", []],
  ["Grüße aus Übersee 🦦", []],
  ["     spaces count     too", []],
  ["correct horse battery", []],
  ["short", ["it has fewer than 12 characters"]],
  ["🦦".repeat(11), ["it has fewer than 12 characters"]],
  ["x7 ".repeat(50), ["it has more than 128 characters", "it is among the commonest"]],
  ["Password1234!", ["it is among the commonest"]],
  ["qwertyuiop123", ["it is among the commonest"]],
  ["Summer2026!!!", ["it is among the commonest"]],
  ["aaaaaaaaaaaaaaa", ["it is among the commonest"]],
  ["abcdefghijklmnop", ["it is among the commonest"]],
  ["4815162342108", ["it is among the commonest"]],
  ["my reyes and the otters", ["it contains the account's name"]],
])("%s", (password, problems) => {
  expect(whyWeak(password, ada)).toEqual(problems);
});

test("what is allowed may be as long as 128 characters, and is kept whole", () => {
  expect(whyWeak("otters paddle ".repeat(9).slice(0, 128), ada)).toEqual([]);
});
