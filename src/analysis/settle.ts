import type { Verdict } from "../domain/rollout/verdict.ts";
import { noTable } from "./conditional-odds.ts";
import { quantile } from "./histogram.ts";
import { marginAt, type OnInconclusive, type Outcome, type Settings } from "./settings.ts";
import type { StepTally } from "./step-tally.ts";
import type { Tally } from "./tally.ts";
import { exposure } from "./to-decide.ts";

/** Nothing was proven in the time that a step is given: what is done then was settled beforehand, and is said. */
export const settle = (seen: Tally, settings: Settings, verdict: Verdict): Verdict => {
  const { openSince, to } = seen.step;
  if (openSince === null || to === null || to - openSince < settings.decideWithin) return verdict;
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
  return isExposed && isInside(seen, settings) ? "promote" : "pause";
};

/** The estimates, not what is proven: those of this step against the baseline's, or against the limits. */
const isInside = ({ step }: Tally, settings: Settings): boolean => {
  const { candidate, baseline, share, limits, counted, weight } = step;
  const errors = { bad: candidate.errors, total: candidate.requests };
  const isWithinLimit = rate({ bad: candidate.slow, total: candidate.measured }) <= limits.slow.limit;
  if (share === null) return rate(errors) <= limits.errors.limit && isWithinLimit;
  const isGood = (ours: Rated, theirs: Rated, { margin, floor }: Outcome): boolean =>
    rate(ours) <= floor || rate(ours) <= rate(theirs) * marginAt(weight, margin);
  return (
    isGood(errors, { bad: baseline.errors, total: baseline.requests }, settings.errors) &&
    isFast(step, settings, isWithinLimit) &&
    Object.entries(settings.counters).every(([name, outcome]) => {
      const { candidate: ours, baseline: theirs } = counted[name] ?? noTable;
      return isGood(ours, theirs, outcome);
    })
  );
};

type Rated = { readonly bad: number; readonly total: number };

const rate = ({ bad, total }: Rated): number => (total === 0 ? 0 : bad / total);

/** p95 against the baseline's; where there is nothing to compare with, the limit holds. */
const isFast = ({ candidate, baseline }: StepTally, { latency }: Settings, isWithinLimit: boolean): boolean => {
  const [p95, usual] = [quantile(candidate.latency, 0.95), quantile(baseline.latency, 0.95)];
  return latency === null || p95 === null || usual === null
    ? isWithinLimit
    : p95 <= Math.max(usual * (1 + latency.margin), usual + latency.slack);
};
