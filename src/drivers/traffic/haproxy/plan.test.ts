import { expect, test } from "vitest";
import { digest, percent } from "../../../domain/units.ts";
import type { Route } from "../../port.ts";
import { decide, unfit } from "./plan.ts";

const build = (sign: string) => digest(`sha256:${sign.repeat(64)}`);
const route = (sign: string, weight: number): Route => ({
  build: build(sign),
  endpoints: [`127.0.0.1:${sign.charCodeAt(0)}`],
  weight: percent(weight),
});
const placed = (routes: readonly Route[], before: readonly Route[]) => {
  const inForce = decide(null, [], before, [1, 1]);
  const { sides, share } = decide(inForce, [], routes, [1, 1]);
  return [sides?.map(({ letter, build }) => letter + build[7]), share];
};

test("a build stays on its side and in its role, in whatever order it is named", () => {
  const before = [route("a", 90), route("b", 10)];

  expect(placed([route("b", 25), route("a", 75)], before)).toEqual([["aa", "bb"], 250_000]);
  expect(placed([route("b", 100)], before)).toEqual([["bb"], 0]);
});

test("a new build takes the second role, and a side that is not in force", () => {
  expect(placed([route("c", 5), route("a", 95)], [route("a", 100)])).toEqual([["aa", "bc"], 50_000]);
  expect(placed([route("c", 5), route("d", 95)], [route("a", 50), route("b", 50)])).toEqual([["cc", "dd"], 950_000]);
});

test("a side from which instances still drain is taken last", () => {
  const slot = { letter: "a", server: "headgate-1-a/s1", address: "127.0.0.1:1", admin: "drain", up: true } as const;

  expect(decide(null, [slot], [route("a", 100)], [1, 1]).sides).toEqual([{ letter: "b", build: build("a") }]);
});

test("what HAProxy cannot do is said in words", () => {
  expect(unfit([route("a", 40), route("b", 30), route("c", 30)])).toContain("3 builds");
  expect(unfit([{ ...route("a", 100), endpoints: [] }])).toContain("no instance");
  expect(unfit([{ ...route("a", 100), cohort: { by: "header", name: "a b", value: "c" } }])).toContain("a b");
  expect(unfit([route("a", 100)])).toBeNull();
});
