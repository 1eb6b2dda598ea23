import fc from "fast-check";
import { expect, test } from "vitest";
import { digest } from "../../../domain/units.ts";
import { memory, takeIn } from "./memory.ts";
import type { Reading } from "./readings.ts";

const reading = (instance: string, value: number, at: number): Reading => ({
  part: "requests",
  build: digest(`sha256:${"b".repeat(64)}`),
  group: instance,
  target: { job: "shop", instance },
  edge: null,
  value,
  at,
});

/** The total after each round. */
const totals = (...rounds: readonly (readonly Reading[])[]): readonly number[] => {
  const known = memory();
  return rounds.map((readings) => {
    takeIn(known, readings);
    return [...known.counters.values()].reduce((sum, { total }) => sum + total, 0);
  });
};

test("a counter that fell was restarted, and all that it shows is new; the other instance is not touched", () => {
  const seen = totals(
    [reading("one", 100, 1), reading("two", 50, 1)],
    [reading("one", 4, 2), reading("two", 60, 2)],
    [reading("one", 9, 3), reading("two", 60, 3)],
  );

  expect(seen).toEqual([150, 164, 169]);
});

test("an instance that served before it was first scraped counts in full, and one that is gone keeps what it had", () => {
  expect(totals([reading("one", 100, 1)], [reading("one", 100, 2), reading("two", 30, 2)], [])).toEqual([
    100, 130, 130,
  ]);
});

test("what was known of the last hour is not new when it is scraped again", () => {
  expect(totals([reading("one", 1_000, 0)], [], [reading("one", 1_003, 5)])).toEqual([1_000, 1_000, 1_003]);
});

test("an older sample, or the same once more, changes nothing: a server that lags is no restart", () => {
  expect(
    totals([reading("one", 10, 5)], [reading("one", 8, 4)], [reading("one", 10, 5)], [reading("one", 12, 6)]),
  ).toEqual([10, 10, 10, 12]);
});

test("a total never falls, whatever is read, and is exact as long as every restart shows", () => {
  const steps = fc.array(fc.record({ restart: fc.boolean(), more: fc.integer({ min: 0, max: 50 }) }), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(steps, (all) => {
      let [value, truth] = [0, 0];
      const rounds = all.map(({ restart, more }, i) => {
        const next = restart && more < value ? more : value + more;
        truth += restart && more < value ? more : more;
        value = next;
        return [reading("one", value, i + 1)];
      });
      const seen = totals(...rounds);
      expect(seen.every((total, i) => i === 0 || total >= seen[i - 1]!)).toBe(true);
      expect(seen.at(-1) ?? 0).toBe(truth);
    }),
  );
});
