import { few } from "./numbers.ts";
import { secondsToProve } from "./power.ts";
import type { Settings } from "./settings.ts";
import type { StepTally } from "./step-tally.ts";

const rise = 5;

/** `; with this traffic a fivefold rise shows in about 4 min`, from the counts of the step; empty while they are too few. */
export const outlook = ({ candidate, baseline, from, to }: StepTally, { alpha }: Settings): string => {
  const seconds = from === null || to === null ? 0 : (to - from) / 1000;
  const all = candidate.requests + baseline.requests;
  if (seconds === 0 || baseline.requests === 0 || candidate.requests === 0) return "";
  // Half an error more than were seen: without any the traffic would seem unable to show one.
  const traffic = { rps: all / seconds, badShare: (baseline.errors + 0.5) / (baseline.requests + 1) };
  return `; with this traffic a fivefold rise shows ${when(secondsToProve(traffic, candidate.requests / all, rise, alpha))}`;
};

/** Seconds, in words. */
export const when = (seconds: number): string => {
  if (seconds < 60) return "within a minute";
  if (seconds < 5_400) return `in about ${few(Math.round(seconds / 60))} min`;
  return seconds < 86_400 ? `in about ${few(Math.round(seconds / 3_600))} h` : "in more than a day";
};
