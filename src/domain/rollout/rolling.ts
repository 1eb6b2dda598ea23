import { percent } from "../units.ts";
import { bare, type Draft } from "./draft.ts";
import type { Rolling } from "./strategy.ts";

/**
 * Rolling: batch by batch the candidate takes the baseline's places, and the weight moves with them. The share is
 * rounded down, for a router may know whole percents only and the candidate must not get more than its share (T3).
 * Where instances may be missing, the baseline's go first, which needs no spare room; else the candidate's come first.
 * A batch that does not get ready goes back to the step before, where a person decides. Where one batch is all there
 * is, nobody is left to answer meanwhile, and users get the maintenance answer.
 */
export const rollingSteps = ({ kind: _, batch, maxUnavailable, ...waits }: Rolling, count: number): readonly Draft[] =>
  Array.from({ length: Math.ceil(count / batch) }, (_, step): Draft => {
    const [before, candidate] = [step * batch, Math.min(count, (step + 1) * batch)];
    const baseline = count - candidate;
    const meanwhile = Math.max(baseline, count - before - maxUnavailable);
    return {
      ...bare,
      ...waits,
      weight: percent(Math.floor((100 * candidate) / count)),
      candidate,
      baseline,
      meanwhile,
      closed: before === 0 && meanwhile === 0,
      late: "step back",
    };
  });
