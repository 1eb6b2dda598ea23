import { camelKeys } from "./camel-keys.ts";
import { someDuration } from "./duration.ts";
import { share, strict, wholeFrom } from "./values.ts";

const latency = strict({
  "slower-than": someDuration.prefault("500ms").describe("A request that takes longer counts as slow."),
  share: share.prefault("5%").describe("At most this share of requests may be slow."),
}).transform(camelKeys);

/** A coin does as well as a judge who errs half the time. */
const doubt = (given: typeof share) =>
  given.refine((chance) => chance < 0.5, { error: "is no better than a coin; write less than 0.5, such as 0.01" });

/** Defaults as derived and measured for the analysis: a false alarm in a hundred rollouts at most. */
export const guardrails = strict({
  "error-rate": share.prefault("1%").describe("Share of the candidate's requests that may fail."),
  latency: latency.prefault({}).describe("How many of the candidate's requests may be slow."),
  alpha: doubt(share).prefault(0.01).describe("Probability of a false alarm over a whole rollout."),
  beta: doubt(share).prefault(0.05).describe("Probability of calling a bad step good."),
  interval: someDuration.prefault("5s").describe("Length of one window of counts."),
  "min-requests": wholeFrom(1).default(50).describe("Fewest requests to the candidate before a step can pass."),
  "max-missing": wholeFrom(1).default(6).describe("Windows in a row without data after which the rollout pauses."),
}).transform(camelKeys);
