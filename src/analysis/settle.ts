import type { Verdict } from "../domain/rollout/verdict.ts";
import { quantile } from "./histogram.ts";
import type { OnInconclusive, Settings } from "./settings.ts";
import type { StepTally } from "./step-tally.ts";
import type { Tally } from "./tally.ts";
import { exposure } from "./to-decide.ts";

/** Nothing was proven in the time that a step is given: what is done then was settled beforehand, and is said. */
export const settle = (seen: Tally, settings: Settings, verdict: Verdict): Verdict => {
  const { from, to } = seen.step;
  if (from === null || to === null || to - from < settings.decideWithin) return verdict;
  const { onInconclusive } = settings;
  const said = `${verdict.reason} Time to decide is over, and on-inconclusive is ${onInconclusive}`;
  switch (chosen(onInconclusive, seen, settings)) {
    case "promote":
      return { ...verdict, outcome: "pass", reason: `${said}: ${whyOn(onInconclusive)} it goes on.` };
    case "pause":
      return { ...verdict, reason: `${said}: a person decides.`, pauses: true };
    case "rollback":
      return { ...verdict, outcome: "fail", reason: `${said}: it is taken back.` };
  }
};

const whyOn = (choice: OnInconclusive): string =>
  choice === "auto" ? "the estimates lie within the margins, and" : "not proven bad,";

/** Never on without the least exposure: no data is not a pass, whatever was settled. */
const chosen = (choice: OnInconclusive, seen: Tally, settings: Settings): Exclude<OnInconclusive, "auto"> => {
  const isExposed = exposure(seen, settings).length === 0;
  if (choice === "promote") return isExposed ? "promote" : "pause";
  if (choice !== "auto") return choice;
  return isExposed && isInside(seen.step, settings) ? "promote" : "pause";
};

/** The estimates, not what is proven: errors and p95 of this step against the baseline's, or against the limits. */
const isInside = ({ candidate, baseline, share, limits }: StepTally, settings: Settings): boolean => {
  const rate = (bad: number, total: number): number => (total === 0 ? 0 : bad / total);
  const ours = rate(candidate.errors, candidate.requests);
  if (share === null)
    return ours <= limits.errors.limit && rate(candidate.slow, candidate.measured) <= limits.slow.limit;
  const theirs = rate(baseline.errors, baseline.requests);
  const [p95, usual] = [quantile(candidate.latency, 0.95), quantile(baseline.latency, 0.95)];
  const { margin, slack } = settings.latency ?? { margin: Number.POSITIVE_INFINITY, slack: 0 };
  const isFast = p95 === null || usual === null || p95 <= Math.max(usual * (1 + margin), usual + slack);
  return (ours <= settings.errors.floor || ours <= theirs * settings.errors.margin.large) && isFast;
};
