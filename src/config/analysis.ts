import { z } from "zod";
import { camelKeys } from "./camel-keys.ts";
import type { Analysis } from "./config.ts";
import { duration, someDuration } from "./duration.ts";
import { name, share, strict, wholeFrom } from "./values.ts";

/** A coin does as well as a judge who errs half the time. */
const doubt = share.refine((chance) => chance < 0.5, {
  error: "is no better than a coin; write less than 0.5, such as 0.01",
});

const weight = z.number().gt(0, { error: "is nothing; leave the metric out" }).max(1_000);

const ratio = z
  .number()
  .gt(1, { error: "allows nothing; write how many times as many may be bad, such as 2" })
  .max(100);

const outcome = (weightOf: number) =>
  strict({
    weight: weight
      .default(weightOf)
      .describe("Its share of the common evidence of harm, relative to the other metrics."),
    margin: ratio
      .default(2)
      .describe("A good build has less than so many times the baseline's odds, at 5 % of traffic and less."),
    "later-margin": ratio.default(1.5).describe("The same, above 5 %."),
    floor: share.prefault("0.1%").describe("A share of bad ones that is good enough, whatever the baseline's."),
  }).transform(({ margin, "later-margin": later, ...rest }) => ({ ...rest, margin: { small: margin, large: later } }));

const latency = strict({
  weight: weight.default(4).describe("Its share of the common evidence of harm, relative to the other metrics."),
  margin: share.prefault("10%").describe("So much slower than the baseline is no harm: instances differ, too."),
  slack: duration.prefault("2ms").describe("And so much is none either, however short the answers are."),
  cap: share
    .prefault("50%")
    .describe("Share of the needed evidence that one window may bring: a stall slows many requests at once."),
});

const gauge = strict({
  margin: share.prefault("15%").describe("So far above the baseline's is nothing to be told of."),
});

/** `auto` is decided by the drivers: null here. */
const orAuto = <T>(given: T | "auto"): T | null => (given === "auto" ? null : given);

/** Defaults as derived and measured for the analysis: a false alarm in a hundred rollouts at most. */
export const analysis = strict({
  alpha: doubt
    .prefault(0.01)
    .describe("Probability of a false alarm of the comparison over a whole rollout, and of the limits."),
  beta: doubt.prefault(0.05).describe("Probability of calling a step good that is worse than the margins."),
  interval: someDuration.prefault("5s").describe("Length of one window of counts."),
  errors: outcome(6).prefault({}).describe("How failed requests are compared with the baseline's."),
  latency: z
    .union([z.literal("none"), latency])
    .prefault({})
    .describe("How latencies are compared with the baseline's, at some quantiles; none: only the limit holds."),
  counters: z
    .record(name, outcome(3))
    .default({})
    .describe("Counters of your own that count for the verdict, by name."),
  gauges: z.record(name, gauge).default({}).describe("Gauges of your own that are told beside the verdict, by name."),
  "warm-up": duration.prefault("90s").describe("So long new instances may be slow to start; only gross harm counts."),
  "min-requests": wholeFrom(1).default(50).describe("Fewest requests to the candidate before a step can pass."),
  "max-missing": wholeFrom(1).default(6).describe("Windows in a row without data after which the rollout pauses."),
  "no-traffic": someDuration.prefault("5m").describe("A candidate without a request for so long pauses the rollout."),
  "decide-within": someDuration.prefault("1h").describe("Time on a step after which on-inconclusive holds."),
  "on-inconclusive": z
    .enum(["auto", "promote", "pause", "rollback"])
    .default("auto")
    .describe("auto: on if the estimates lie within the margins and enough was seen, else a pause for a person."),
  dispersion: z
    .union([z.literal("auto"), z.number().min(1).max(1_000)])
    .default("auto")
    .describe("Size of the clumps that errors come in; auto: 1, or 10 where users stick to a side."),
  cap: z
    .union([z.literal("auto"), share])
    .prefault("auto")
    .describe("Share of the needed evidence that one window may bring; auto: 0.35 for scraped counts, else no cap."),
}).transform(
  ({ dispersion, cap, latency: compared, ...rest }): Analysis => ({
    ...camelKeys(rest),
    latency: compared === "none" ? null : compared,
    dispersion: orAuto(dispersion),
    cap: orAuto(cap),
  }),
);
