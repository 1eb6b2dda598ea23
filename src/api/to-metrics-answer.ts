import type { Engine, Listed } from "../conductor/engine.ts";
import type { Span } from "../domain/calendar/span.ts";
import { restorations } from "../domain/incident/restored.ts";
import { delivery } from "../domain/metrics/delivery.ts";
import { deploymentsOf } from "../domain/metrics/facts.ts";
import { measured } from "../domain/metrics/measured.ts";
import { restoreTimes } from "../domain/metrics/restore-times.ts";
import { rollbackTimes } from "../domain/metrics/rollback-times.ts";
import { deploymentElapsed, plannedDowntime } from "../domain/release/figures.ts";
import { type Instant, instant } from "../domain/units.ts";
import type { Known } from "./known.ts";
import type { ReleaseMetrics, ServiceMetrics } from "./metrics-answer.ts";

type Loaded = Pick<Known, "process" | "release">;

/** Each metric of one release, with target, actual and where it comes from. */
export const toReleaseMetrics = ({ release, process }: Loaded): ReleaseMetrics => ({
  release: release.id,
  openedAt: new Date(release.openedAt).toISOString(),
  emergency: release.plan.emergency !== undefined,
  metrics: measured(process, release),
  elapsedMs: deploymentElapsed(release),
  plannedDowntimeMs: plannedDowntime(release),
  restored: restorations(process, release),
});

/** Over all releases of a service. Nothing is grouped by person, here or anywhere: figures are for learning (R185). */
export const toServiceMetrics = (service: string, all: readonly Loaded[], span: Span): ServiceMetrics => {
  const known = all
    .filter(({ release }) => release.service === service)
    .toSorted((a, b) => a.release.openedAt - b.release.openedAt);
  const releases = known.map(({ release }) => release);
  const deployments = deploymentsOf(releases).filter(({ at }) => at >= span.from && at < span.to);
  const own = known.filter(({ release: { openedAt } }) => openedAt >= span.from && openedAt < span.to);
  return {
    service,
    from: new Date(span.from).toISOString(),
    to: new Date(span.to).toISOString(),
    delivery: delivery(deployments, span),
    deployments: deployments.map((one) => ({ ...one, at: new Date(one.at).toISOString() })),
    emergencies: own.filter(({ release }) => release.plan.emergency !== undefined).length,
    rollbacks: {
      targetMs: known.at(-1)?.process.rollbackTarget ?? null,
      ...rollbackTimes(releases, span),
    },
    restored: restoreTimes(known, span),
    releases: own.map(toReleaseMetrics),
  };
};

/** Where it looks: every release with when it last changed, and each of these as it stands now. */
export type MetricsLooks = Pick<Engine, "load" | "now"> & {
  list(): Promise<readonly Pick<Listed, "id" | "service" | "updatedAt">[]>;
};

/**
 * What was over before the span begins is not looked at, so that a quarter costs a quarter, however many years there are.
 *
 * @param span  a null end: from the first release on; until now
 */
export const readServiceMetrics = async (
  engine: MetricsLooks,
  service: string,
  { from, to }: { readonly from: Instant | null; readonly to: Instant | null },
): Promise<ServiceMetrics> => {
  const all: Loaded[] = [];
  // One after the other: histories are large, and the embedded journal answers at once.
  for (const one of await engine.list())
    if (one.service === service && (from === null || one.updatedAt >= from)) all.push(await engine.load(one.id));
  const now = engine.now();
  const first = instant(Math.min(now, ...all.map(({ release }) => release.openedAt)));
  return toServiceMetrics(service, all, { from: from ?? first, to: to ?? now });
};
