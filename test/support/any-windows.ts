import fc from "fast-check";
import type { Settings } from "../../src/analysis/settings.ts";
import type { Counts } from "../../src/analysis/window.ts";
import type { JudgedWindow } from "../../src/domain/rollout/window.ts";
import { instant, millis, percent } from "../../src/domain/units.ts";
import { settings } from "./windows.ts";

const outcome = { weight: 3, margin: { small: 2, large: 1.5 }, floor: 0.001 };

/** With counters and gauges, and cold instances: everything that a tally holds is in use. */
export const fullSettings: Settings = {
  ...settings,
  counters: { pay: outcome, search: outcome },
  gauges: { memory: { margin: 0.15 }, cpu: { margin: 0.15 } },
  warmUp: millis(30_000),
  cap: 0.35,
  dispersion: 2,
  decideWithin: millis(120_000),
  noTraffic: millis(30_000),
};

const within = (most: number) => fc.integer({ min: 0, max: most });

const counter = fc.tuple(within(200), within(20)).map(([total, bad]) => ({ total, bad: Math.min(total, bad) }));
const gaugeValue = fc.oneof(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.constantFrom(0, -5, 5e-324, 1.7e308));

/** Counts of one side, now and then of nobody, at the ends of the scales, or of nothing that could be counted. */
const side = (most: number): fc.Arbitrary<Counts> =>
  fc
    .record({
      requests: fc.oneof(within(most), fc.constant(0)),
      errors: fc.oneof({ weight: 3, arbitrary: within(3) }, { weight: 1, arbitrary: within(most) }),
      latency: fc.uniqueArray(fc.tuple(within(708), within(most)), { selector: ([at]) => at, maxLength: 5 }),
      counters: fc.option(fc.record({ pay: counter, search: counter }, { requiredKeys: [] }), { nil: undefined }),
      gauges: fc.option(fc.record({ memory: gaugeValue, cpu: gaugeValue }, { requiredKeys: [] }), { nil: undefined }),
    })
    .map(({ requests, errors, latency, counters, gauges }) => ({
      requests,
      errors: Math.min(requests, errors),
      latency: latency.toSorted(([a], [b]) => a - b),
      ...(counters === undefined ? {} : { counters: { ...counters } }),
      ...(gauges === undefined ? {} : { gauges: { ...gauges } }),
    }));

const maybe = (counts: fc.Arbitrary<Counts>) =>
  fc.oneof({ weight: 9, arbitrary: counts }, { weight: 1, arbitrary: fc.constant(null) });

/** What happens between two windows: mostly nothing. */
const change = fc.oneof(
  { weight: 8, arbitrary: fc.constant("nothing" as const) },
  { weight: 1, arbitrary: fc.constantFrom("resume", "grow", "between") },
  { weight: 1, arbitrary: fc.constantFrom(0, 5, 25, 50, 100) },
);

/** Windows of both sides over steps, growth, resumes and gaps, as a rollout of any kind may have them. */
export const anyWindows = (maxLength = 30): fc.Arbitrary<readonly JudgedWindow[]> =>
  fc
    .array(fc.record({ candidate: maybe(side(300)), baseline: maybe(side(3_000)), change }), { maxLength })
    .map((list) => {
      let place = {
        weight: percent(5),
        confirmedAt: instant(0) as JudgedWindow["confirmedAt"],
        grownAt: instant(0),
        resumes: 0,
      };
      return list.map(({ candidate, baseline, change }, i): JudgedWindow => {
        const [from, to] = [instant(5_000 * i), instant(5_000 * (i + 1))];
        if (change === "resume") place = { ...place, resumes: place.resumes + 1 };
        else if (change === "grow") place = { ...place, grownAt: from };
        else if (change === "between") place = { ...place, confirmedAt: null };
        else if (change !== "nothing") place = { ...place, weight: percent(change), confirmedAt: from };
        return { from, to, candidate, baseline, ...place };
      });
    });
