import { expect, test } from "vitest";
import { digest } from "../../../domain/units.ts";
import { isKnown } from "./known.ts";
import { memory, takeIn } from "./memory.ts";
import type { Reading } from "./readings.ts";

const build = digest(`sha256:${"b".repeat(64)}`);
const second = 1_000;
const begin = 1_000_000 * second;

const of = (instance: string, part: Reading["part"], value: number, at: number): Reading => ({
  part,
  build,
  group: instance,
  target: { job: "shop", instance },
  edge: part === "latency" ? Number.POSITIVE_INFINITY : null,
  value,
  at,
});
const whole = (instance: string, value: number, at: number): readonly Reading[] => [
  of(instance, "requests", value, at),
  of(instance, "latency", value, at),
];

type Round = { readonly at: number; readonly readings: readonly Reading[]; readonly down?: readonly string[] };

/** Whether the build is known after each round. */
const known = (...rounds: readonly Round[]): readonly boolean[] => {
  const seen = memory();
  return rounds.map(({ at, readings, down = [] }) => {
    takeIn(seen, readings);
    const targets = down.map((instance) => ({ job: "shop", instance }));
    return isKnown(build, { readings, natives: [], down: targets, theirs: at }, seen);
  });
};

test("nothing that is scraped is nothing known; a counter of zero is", () => {
  expect(known({ at: begin, readings: [] }, { at: begin, readings: whole("one", 0, begin) })).toEqual([false, true]);
});

test("a number that stands still because nobody scrapes is not known after three scrapes", () => {
  const rounds = [0, 10, 20].map((s) => ({ at: begin + s * second, readings: whole("one", 5, begin + s * second) }));
  const frozen = [30, 49, 51].map((s) => ({ at: begin + s * second, readings: whole("one", 5, begin + 20 * second) }));

  expect(known(...rounds, ...frozen)).toEqual([true, true, true, true, true, false]);
});

test("T22: an instance that was scraped and is out of reach now makes its build unknown, until it is back or long gone", () => {
  const at = (s: number): number => begin + s * second;
  const both = { at: at(0), readings: [...whole("one", 5, at(0)), ...whole("two", 5, at(0))] };
  const rest = (s: number, ...down: readonly string[]): Round => ({
    at: at(s),
    readings: whole("one", 9, at(s)),
    down,
  });

  expect(known(both, rest(2, "two"), rest(4))).toEqual([true, false, true]); // removed: no target any more
  expect(known(both, rest(2, "three"))).toEqual([true, true]); // another one
  expect(known(both, rest(2, "two"), { ...both, at: at(4) })).toEqual([true, false, true]);
  expect(known(both, rest(290, "two"), rest(310, "two"))).toEqual([true, false, true]);
});

test("T22: half of the latencies missing is not known, unless only failures have none", () => {
  const requests = of("two", "requests", 10, begin);

  expect(known({ at: begin, readings: [...whole("one", 9, begin), requests] })).toEqual([false]);
  expect(known({ at: begin, readings: [...whole("one", 9, begin), requests, of("two", "errors", 9, begin)] })).toEqual([
    false,
  ]);
  expect(known({ at: begin, readings: [...whole("one", 9, begin), requests, of("two", "errors", 10, begin)] })).toEqual(
    [true],
  );
});
