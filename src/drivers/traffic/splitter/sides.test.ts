import { expect, test } from "vitest";
import { digest, percent } from "../../../domain/units.ts";
import { seeded } from "./random.ts";
import { sides } from "./sides.ts";
import { enter, leave } from "./upstream.ts";

const [baseline, candidate] = ["a", "b"].map((digit) => digest(`sha256:${digit.repeat(64)}`));

const routes = (weight: number, port = 1) => [
  { build: baseline!, endpoints: [`127.0.0.1:${port}`], weight: percent(100 - weight) },
  { build: candidate!, endpoints: ["127.0.0.1:9"], weight: percent(weight) },
];

test("nothing is chosen before there are routes", () => {
  expect(sides(seeded(1)).next([])).toBeNull();
});

test("setting the same weights again, with whatever instances, does not disturb the block that was begun", () => {
  const all = sides(seeded(1));
  for (let block = 0; block < 20; block++) {
    let met = 0;
    for (let i = 0; i < 100; i++) {
      if (i % 10 === 0) all.apply(routes(5, 1 + (i % 3)));
      if (all.next([])!.build === candidate) met++;
    }
    expect(met).toBe(5);
  }
});

test("an instance that stays keeps its connections and its load; a new one behind the same port does not", () => {
  const all = sides(seeded(1));
  const upstreamOf = (weight: number, swapped = false) => {
    const [first, second] = routes(weight);
    all.apply(swapped ? [{ ...first!, build: candidate!, weight: percent(100) }] : [first!, second!]);
    return all.next([])!.upstreams[0];
  };
  const before = upstreamOf(0);

  expect(upstreamOf(0)).toBe(before);
  expect(upstreamOf(0, true)).not.toBe(before);
});

test("a cohort takes no turns of a block: all others follow the weights exactly", () => {
  const all = sides(seeded(1));
  const [first, second] = routes(30);
  all.apply([first!, { ...second!, cohort: { by: "header", name: "x-cohort", value: "staff" } }]);
  let met = 0;
  for (let i = 0; i < 100; i++) {
    if (all.next([])!.build === candidate) met++;
    expect(all.next(["X-Cohort", "staff"])!.build).toBe(candidate);
  }

  expect(met).toBe(30);
  all.apply(routes(0));
  expect(all.next(["X-Cohort", "staff"])!.build).toBe(baseline);
});

test("without any route nothing is chosen, and afterwards the weights hold again", () => {
  const all = sides(seeded(1));
  all.apply(routes(100));
  all.apply([]);
  expect(all.next([])).toBeNull();

  all.apply(routes(100));
  expect(all.next([])!.build).toBe(candidate);
});

test("an instance is busy while it has requests in flight, also once it is out of the routes", () => {
  const all = sides(seeded(1));
  all.apply(routes(0));
  const upstream = all.next([])!.upstreams[0]!;
  enter(upstream);
  all.apply([]);
  all.apply(routes(0)); // another one at the same endpoint, which is idle

  expect(all.busyAt(["127.0.0.1:1"])).toBe(upstream);
  expect(all.busyAt(["127.0.0.1:9"])).toBeNull();
  leave(upstream);
  expect(all.busyAt(["127.0.0.1:1"])).toBeNull();
});

test("counts of a build are the same counter before, during and after it is routed", () => {
  const all = sides(seeded(1));
  all.apply(routes(100));
  const { counter } = all.next([])!;
  all.apply([{ ...routes(0)[0]!, weight: percent(100) }]);
  all.apply(routes(100));

  expect(all.next([])!.counter).toBe(counter);
});
