import { type Percent, percent } from "../../domain/units.ts";
import type { RecordedWindow } from "./windows-of.ts";

/** Windows in a row that have to differ before the weight counts as changed: one may be a hiccup. */
const lasting = 3;

/**
 * The weight of each window, read off the requests where the file does not say it: steps in which the candidate's share
 * stays the same, and within each the share of all its requests. An estimate, in whole percents.
 *
 * A window differs from its step when its requests lie more than four standard deviations, and more than a router
 * rounds, from the share so far. Windows in which one side had no row, or the candidate no request, say nothing: it may
 * have died.
 */
export const weightsOf = (windows: readonly RecordedWindow[]): readonly Percent[] => {
  const starts = stepStarts(windows);
  return starts.flatMap((start, i) => {
    const step = windows.slice(start, starts[i + 1] ?? windows.length);
    return step.map(() => rounded(sum(step)));
  });
};

type Sums = { readonly ours: number; readonly all: number };

const sharesOf = ({ candidate, baseline }: RecordedWindow): Sums | null =>
  candidate === null || baseline === null || candidate.requests === 0
    ? null
    : { ours: candidate.requests, all: candidate.requests + baseline.requests };

const sum = (windows: readonly RecordedWindow[]): Sums =>
  windows.reduce(
    (total, window) => {
      const { ours, all } = sharesOf(window) ?? { ours: 0, all: 0 };
      return { ours: total.ours + ours, all: total.all + all };
    },
    { ours: 0, all: 0 },
  );

/** Indices at which a step begins, the first window included. */
const stepStarts = (windows: readonly RecordedWindow[]): readonly number[] => {
  const starts = [0];
  let known: Sums = { ours: 0, all: 0 };
  let strange: { readonly index: number; readonly seen: Sums }[] = [];
  for (const [index, window] of windows.entries()) {
    const seen = sharesOf(window);
    if (seen === null) continue;
    if (known.all === 0 || !differs(known, seen)) {
      // What was strange before it was a hiccup, and belongs to the step.
      known = [...strange.map((one) => one.seen), seen].reduce(add, known);
      strange = [];
      continue;
    }
    strange.push({ index, seen });
    if (strange.length < lasting) continue;
    starts.push(strange[0]!.index);
    known = strange.map((one) => one.seen).reduce(add);
    strange = [];
  }
  return starts;
};

const add = (a: Sums, b: Sums): Sums => ({ ours: a.ours + b.ours, all: a.all + b.all });

/** Share of its requests by which a router's rounding moves a small window; and requests that are nothing. */
const rounding = { share: 0.02, requests: 3 };

const differs = (known: Sums, seen: Sums): boolean => {
  const share = known.ours / known.all;
  // The share so far is an estimate itself.
  const deviation = Math.sqrt(seen.all * share * (1 - share) * (1 + seen.all / known.all));
  return Math.abs(seen.ours - seen.all * share) > 4 * deviation + rounding.share * seen.all + rounding.requests;
};

/** Nothing of the baseline's is all; a part, however small or large, stays a part. */
const rounded = ({ ours, all }: Sums): Percent => {
  if (all === 0) return percent(0);
  if (ours === all) return percent(100);
  const share = (100 * ours) / all;
  return percent(Math.min(99, share < 1 ? Number(share.toPrecision(1)) : Math.round(share)));
};
