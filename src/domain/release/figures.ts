import { notBefore } from "../process/dates.ts";
import type { MetricTarget } from "../process/metric-target.ts";
import type { Check, Process } from "../process/process.ts";
import type { Rollback, Rollout } from "../rollout/rollout.ts";
import { type Millis, since } from "../units.ts";
import { criticalIncidents } from "./critical-incidents.ts";
import { lastRollout, type Release } from "./release.ts";

/** A measured metric in the unit of its target, never rounded; `actual` is null while there is no data for it. */
export type Figure = {
  readonly actual: number | null;
  /** Where the number comes from, or why there is none, in words. */
  readonly source: string;
  /** How many observations stand behind it; null when there are none. */
  readonly sample: number | null;
};

const nothing = (source: string): Figure => ({ actual: null, source, sample: null });

type Count = (release: Release) => Figure;

/** What the history itself tells; every other metric is read from what the probe `targets` brought. */
const fromHistory: Readonly<Record<string, Count>> = {
  "deployment-time": (release) => {
    const rollout = lastRollout(release, "production", "deploy");
    if (rollout === undefined) return nothing("no rollout to production yet");
    if (rollout.promotedAt === null) return nothing(`${rollout.id} has not brought all traffic to the candidate`);
    const source = `${rollout.id}: work on its steps, without bake times and waits for people`;
    return { actual: rollout.executing / 1000, source, sample: 1 };
  },
  "rollback-time": (release) => {
    const done = timed(release).filter(({ phase }) => phase === "rolled-back");
    if (done.length === 0) return nothing("nothing was rolled back yet, not even in a drill");
    const untimed = done.find(({ rollback }) => rollback.healthyAt === null);
    // A rollback that never was seen healthy has no end; the quick ones beside it must not hide it.
    if (untimed !== undefined) return nothing(`${untimed.id}: the old build was not seen healthy after the rollback`);
    const slowest = done.reduce((a, b) => ((rollbackTime(b.rollback) ?? 0) > (rollbackTime(a.rollback) ?? 0) ? b : a));
    const source = `slowest of ${done.length}: ${slowest.id}, from the decision until the old build was healthy with all traffic`;
    return { actual: (rollbackTime(slowest.rollback) ?? 0) / 1000, source, sample: done.length };
  },
  "critical-incidents": (release) => {
    const inProduction = release.rollouts.filter(({ environment }) => environment === "production");
    if (inProduction.length === 0) return nothing("no rollout to production yet");
    const critical = criticalIncidents(release);
    const which = critical.length === 0 ? "" : ` (${critical.map(({ id }) => id).join(", ")})`;
    return {
      actual: critical.length,
      source: `issues, rollbacks and triggers of severity critical in production${which}; rollouts to production: ${inProduction.length}`,
      sample: inProduction.length,
    };
  },
};

/** Every metric of the process as this release came out (R178): a pure function of the history, so it can be recomputed. */
export const releaseFigures = (process: Process, release: Release): Readonly<Record<string, Figure>> =>
  Object.fromEntries(
    process.metrics.map((metric) => [
      metric.id,
      fromHistory[metric.id]?.(release) ?? fromTargets(process, release, metric),
    ]),
  );

/** The rule that holds a figure against this metric says which figure it is. */
const fromTargets = (process: Process, release: Release, { id }: MetricTarget): Figure => {
  for (const check of process.requirements) {
    if (check.kind !== "check" || check.probe !== "targets") continue;
    const rule = check.rules.find((one) => one.kind === "figure" && (one.below === id || one.above === id));
    if (rule?.kind === "figure") return lastSeen(process, release, check, rule);
  }
  return nothing("no check of the process measures it");
};

type FigureRule = Extract<Check["rules"][number], { kind: "figure" }>;

const lastSeen = (
  process: Process,
  release: Release,
  check: Check,
  { figure: name, of = "requests" }: FigureRule,
): Figure => {
  const evidence = release.evidence[check.id];
  if (evidence === undefined) return nothing(`${check.id} has no evidence yet`);
  if (evidence.build !== release.build.digest || evidence.at < notBefore(process, release, check))
    return nothing(`${check.id} was last asked before this attempt`);
  const actual = evidence.report?.figures[name];
  if (actual === undefined || Number.isNaN(actual)) return nothing(evidence.problem ?? `${check.id} gave no ${name}`);
  return {
    actual,
    source: `${check.id}: ${name} at ${new Date(evidence.at).toISOString()}`,
    sample: evidence.report?.figures[of] ?? null,
  };
};

/** Is the target kept? Exactly the target is a miss; too small a sample tells nothing. Compared unrounded (R183). */
export const judgeFigure = (
  { target, better, minSample }: MetricTarget,
  { actual, sample }: Figure,
): "met" | "missed" | "unknown" => {
  if (actual === null || (sample ?? 0) < minSample) return "unknown";
  return (better === "lower" ? actual < target : actual > target) ? "met" : "missed";
};

/** From the request to all traffic on the candidate, bake times and waits included (R179); null before that. */
export const deploymentElapsed = (release: Release): Millis | null => {
  const rollout = lastRollout(release, "production", "deploy");
  return rollout?.promotedAt == null ? null : since(rollout.requestedAt, rollout.promotedAt);
};

/** Rollbacks that the target is about: every one that users needed, and the last drill. */
const timed = (release: Release): readonly RolledBack[] => {
  const all = rollbacksOf(release);
  const drill = all.findLast(({ rollback }) => rollback.severity === "drill");
  return all.filter((one) => one === drill || one.environment === "production");
};

export type RolledBack = Rollout & { readonly rollback: Rollback };

/** Rollouts on their way back or back already, drills included; those that ended before they held anything are not. */
export const rollbacksOf = ({ rollouts }: Release): readonly RolledBack[] =>
  rollouts.filter((rollout): rollout is RolledBack => rollout.rollback !== null && rollout.hold > 0);

/** How long users of production got the announced maintenance answer, in all attempts: no part of availability (R183). */
export const plannedDowntime = ({ rollouts }: Release): Millis =>
  rollouts
    .filter(({ environment }) => environment === "production")
    .reduce((sum, { downtime }) => sum + downtime, 0) as Millis;

/** From the decision until the old build was healthy with all traffic; null while that was not seen. */
export const rollbackTime = ({ at, healthyAt }: Rollback): Millis | null =>
  healthyAt === null ? null : since(at, healthyAt);
