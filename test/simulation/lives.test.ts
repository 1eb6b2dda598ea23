import { beforeAll, expect, test } from "vitest";
import { rules } from "./life-rules.ts";
import { liveMany } from "./life-seeds.ts";
import { type Broken, sumOf, type Tally } from "./seeds-in-threads.ts";

/** A failing seed is lived again by `npm run simulate -- --lives --seeds 1 --from SEED`. */
const seeds = 300;

let reached: Tally = {};
const broken: Broken[] = [];

beforeAll(async () => {
  await liveMany({ from: 0, count: seeds, threads: 2 }, (outcome) => {
    reached = sumOf([reached, outcome.tally]);
    broken.push(...outcome.broken);
  });
}, 900_000);

test.each(rules.map(([rule]) => rule))("%s", (rule) => {
  expect(broken.filter((one) => one.rule === rule).map(({ seed, what }) => `${seed}: ${what[0]}`)).toEqual([]);
});

/** At least so many in 300 lives: about half of what they reach. */
const atLeast: Tally = {};

test("the lives are no walk in the park, and get somewhere all the same", () => {
  console.info(reached);
  expect(reached.lives).toBe(seeds);
  const tooFew = Object.entries(atLeast).filter(([what, least]) => (reached[what] ?? 0) < least);
  expect(tooFew.map(([what, least]) => `${what}: ${reached[what]} of ${least}`)).toEqual([]);
});
