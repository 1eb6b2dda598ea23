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
const atLeast: Tally = {
  closed: 120,
  cancelled: 18,
  rejected: 3,
  "rollouts to production": 250,
  "promoted in production": 150,
  "rolled back in production": 125,
  "frozen on the way": 45,
  "builds replaced": 200,
  "attempts failed": 550,
  "tried again": 280,
  "issues reported": 500,
  "triggers raised": 600,
  "triggers escalated": 300,
  "signed by deputies": 300,
  "waivers granted": 20,
  "glasses broken": 40,
  "told that it is overdue": 4_000,
  "clocks stopped": 5_000,
  "moved to another day": 450,
  "clocks of machines that jumped": 750,
  "acts refused": 9_000,
  "notices given": 12_000,
};

test("the lives are no walk in the park, and get somewhere all the same", () => {
  console.info(reached);
  expect(reached.lives).toBe(seeds);
  const tooFew = Object.entries(atLeast).filter(([what, least]) => (reached[what] ?? 0) < least);
  expect(tooFew.map(([what, least]) => `${what}: ${reached[what]} of ${least}`)).toEqual([]);
});
