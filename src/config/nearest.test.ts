import { expect, test } from "vitest";
import { meant, nearest } from "./nearest.ts";

test.each([
  ["gate", ["bake", "gates"], "gates"], // not the other word of the same length
  ["nmae", ["name", "email"], "name"], // a swap counts as one slip
  ["minRequests", ["min-requests", "max-missing"], "min-requests"],
  ["bakefactor", ["bake-factor"], "bake-factor"],
  ["listen", ["instances"], null],
  ["x", ["y"], null], // a third of one letter is less than one slip
  ["", ["a"], null],
])("%s among %j is %s", (name, names, expected) => {
  expect(nearest(name, names)).toBe(expected);
});

test("without a guess the fix lists what there is, and not without end", () => {
  expect(meant("zebra", ["sre", "lead"], "roles")).toBe("the roles are sre, lead");
  expect(meant("zebra", [], "roles")).toBe("remove it, for there are no roles here");
  const many = Array.from({ length: 20 }, (_, i) => `role${i}`);
  expect(meant("zebra", many, "roles")).toMatch(/role11 and 8 more$/);
});
