import { metricsOf, worst } from "./combined.ts";
import { type Comparison, type Interval, interval } from "./comparison.ts";
import { quantile } from "./histogram.ts";
import { logBroken } from "./limits.ts";
import { few, many, ofRequests, percentage } from "./numbers.ts";
import { quantiles } from "./quantiles.ts";
import { quietFor } from "./quiet-for.ts";
import type { Settings } from "./settings.ts";
import type { SideTally } from "./step-tally.ts";
import type { Tally } from "./tally.ts";

/** The chance that a shown interval ever misses. */
export const intervalAlpha = 0.05;

export const harmful = (seen: Tally, settings: Settings): string =>
  `${seen.harmedBy === "limit" ? `Harm in ${brokenLimit(seen, settings)}` : worseThanBaseline(seen, settings)}; ` +
  `a false alarm has a chance of at most ${percentage(settings.alpha)}.`;

const worseThanBaseline = (seen: Tally, settings: Settings): string => {
  const name = worst(metricsOf(seen, settings))?.name ?? "errors";
  switch (name) {
    case "errors":
      return `Harm in errors: ${lately(seen.errors, "failed")}`;
    case "latency":
      return `Harm in latency: ${slowest(seen)}`;
    default:
      return `Harm in ${name}: ${seen.counters[name] === undefined ? "" : lately(seen.counters[name], "went wrong")}`;
  }
};

/** What brought the evidence: `12 of 240 requests failed (5 %), of the baseline's 3 of 4,560 (0.066 %), over 9 windows` */
const lately = ({ lately: { seen, windows } }: Comparison, bad: string): string =>
  `${ofRequests(seen.candidate, bad)}, of the baseline's ${share(seen.baseline)}, over ${many(windows, "window")}`;

/** `3 of 4,750 (0.063 %)` */
export const share = ({ bad, total }: { readonly bad: number; readonly total: number }): string =>
  `${few(bad)} of ${few(total)}${total > 0 ? ` (${percentage(bad / total)})` : ""}`;

/** `, odds 4.2 to 31 times`; empty while the interval is unbounded both ways. */
const inWords = ({ low, high }: Interval): string => {
  if (low === 0 && high === Number.POSITIVE_INFINITY) return "";
  const [from, to] = [Number(low.toPrecision(2)), Number(high.toPrecision(2))];
  return high === Number.POSITIVE_INFINITY
    ? `, odds at least ${few(from)} times`
    : `, odds ${few(from)} to ${few(to)} times`;
};

const slowest = (seen: Tally): string => {
  const logs = seen.latency.map(({ evidence }) => evidence.log);
  const at = logs.indexOf(Math.max(...logs));
  const q = quantiles[at] ?? 0.5;
  const compared = seen.latency[at];
  const { candidate, baseline } = seen.step;
  const counts = compared === undefined ? "" : lately(compared, `were slower than the baseline's p${100 * q}`);
  return `p${100 * q} ${latencyAt(candidate, q)} against ${latencyAt(baseline, q)} of the baseline; ${counts}`;
};

export const latencyAt = ({ latency }: SideTally, q: number): string => {
  const ms = quantile(latency, q);
  return ms === null ? "not known" : `${few(Number(ms.toPrecision(3)))} ms`;
};

const brokenLimit = ({ limits: { errors, slow } }: Tally, { guardrails: { errorRate, latency } }: Settings): string => {
  const isErrors = logBroken(errors) >= logBroken(slow);
  const { lately: brought } = isErrors ? errors : slow;
  const what = isErrors ? "failed" : `took longer than ${few(latency.slowerThan)} ms`;
  return (
    `${isErrors ? "errors" : "latency"}: ${ofRequests(brought.seen.candidate, what)}, ` +
    `limit ${percentage(isErrors ? errorRate : latency.share)}, over ${many(brought.windows, "window")}`
  );
};

/** A limit is broken, and that alone rolls nothing back: where the baseline has traffic too, perhaps both sides suffer. */
export const broken = (seen: Tally, settings: Settings): string =>
  `A limit is broken, in ${brokenLimit(seen, settings)}${beside(seen.step.baseline)}. ` +
  "It is not proven that the candidate is worse: resume if it is not to blame, or roll back.";

const beside = ({ requests, errors }: SideTally): string =>
  requests === 0 ? "" : `; on this step ${share({ bad: errors, total: requests })} of the baseline's failed`;

export const good = (seen: Tally, settings: Settings): string => {
  const { candidate, baseline, share: shares, windows } = seen.step;
  const errors = { bad: candidate.errors, total: candidate.requests };
  const theirs = { bad: baseline.errors, total: baseline.requests };
  return shares === null
    ? `Good: ${withinLimits(seen, settings)}.`
    : `Good: ${ofRequests(errors, "failed")}, of the baseline's ${share(theirs)}${inWords(interval(seen.errors, intervalAlpha))}; ` +
        `p95 ${latencyAt(candidate, 0.95)}, the baseline's ${latencyAt(baseline, 0.95)}; over ${many(windows, "window")} of this step.`;
};

const withinLimits = (
  { step: { candidate, windows } }: Tally,
  { guardrails: { errorRate, latency } }: Settings,
): string =>
  `${ofRequests({ bad: candidate.errors, total: candidate.requests }, "failed")} (limit ${percentage(errorRate)}), ` +
  `${ofRequests({ bad: candidate.slow, total: candidate.measured }, `took longer than ${few(latency.slowerThan)} ms`)} ` +
  `(limit ${percentage(latency.share)}), over ${many(windows, "window")}`;

export const unmeasured = ({ missingInARow, problem, windows, step: { candidate } }: Tally): string =>
  `Could not measure: no counts in the last ${many(missingInARow, "window")} of ${windows}; ` +
  `${many(candidate.requests, "request")} seen before.${problem === null ? "" : ` ${problem}`}`;

export const mismatched = ({ step: { candidate, baseline } }: Tally): string => {
  const all = candidate.requests + baseline.requests;
  return (
    `The shares are not as ordered: ${ofRequests({ bad: candidate.requests, total: all }, "reached the candidate")}. ` +
    "Requests are lost before they are counted, or the router does something else than it says."
  );
};

export const quiet = (seen: Tally): string =>
  `No traffic: the candidate has had no request for ${few(Math.round(quietFor(seen) / 1000))} s. ` +
  "Send it requests, or let a person decide.";
