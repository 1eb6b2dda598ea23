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
  closed: 130,
  cancelled: 10,
  rejected: 2,
  "rollouts to production": 140,
  "promoted in production": 130,
  "rolled back in production": 8,
  "frozen on the way": 4,
  "builds replaced": 400,
  "attempts failed": 400,
  "issues reported": 400,
  "triggers raised": 400,
  "triggers escalated": 250,
  "signed by deputies": 250,
  "waivers granted": 20,
  "glasses broken": 60,
  "told that it is overdue": 3_000,
  "clocks stopped": 3_500,
  "moved to another day": 400,
  "clocks of machines that jumped": 700,
  "acts refused": 10_000,
  "notices given": 6_000,
};

test("the lives are no walk in the park, and get somewhere all the same", () => {
  console.info(reached);
  expect(reached.lives).toBe(seeds);
  const tooFew = Object.entries(atLeast).filter(([what, least]) => (reached[what] ?? 0) < least);
  expect(tooFew.map(([what, least]) => `${what}: ${reached[what]} of ${least}`)).toEqual([]);
});
