import fc from "fast-check";
import { expect, test } from "vitest";
import { cyclesIn } from "./cycle.ts";

const graph = (edges: Readonly<Record<string, readonly string[]>>) => new Map(Object.entries(edges));

test("every circle is told in order of waiting, and what only waits for one is not", () => {
  expect(cyclesIn(graph({ a: ["b"], b: ["c"], c: ["a"], d: ["a"], e: ["e"], f: ["nobody"] }))).toEqual([
    ["a", "b", "c"],
    ["e"],
  ]);
});

test("a long chain is no circle, and takes no stack", () => {
  const chain = new Map(Array.from({ length: 50_000 }, (_, i) => [`${i}`, [`${i + 1}`]]));
  expect(cyclesIn(chain)).toEqual([]);
});

test("a graph has circles exactly when it cannot be put in order, and each one closes", () => {
  const edges = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 16 });
  fc.assert(
    fc.property(edges, (pairs) => {
      const names = Array.from({ length: 8 }, (_, i) => `${i}`);
      const waits = new Map(names.map((name) => [name, pairs.filter(([a]) => `${a}` === name).map(([, b]) => `${b}`)]));
      const cycles = cyclesIn(waits);
      const closed = names.some((name) => reach(waits, name).has(name));
      expect(cycles.length > 0).toBe(closed);
      for (const cycle of cycles)
        for (const [i, name] of cycle.entries()) expect(waits.get(name)).toContain(cycle[(i + 1) % cycle.length]);
    }),
  );
});

/** By brute force: whatever can be got to in one step or more. */
const reach = (waits: ReadonlyMap<string, readonly string[]>, from: string): ReadonlySet<string> => {
  const found = new Set(waits.get(from));
  for (const name of found) for (const next of waits.get(name) ?? []) found.add(next);
  return found;
};
