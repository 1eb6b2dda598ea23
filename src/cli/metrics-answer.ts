import type { Span } from "../domain/calendar/span.ts";
import { type Restoration, restorations } from "../domain/incident/restored.ts";
import { type Delivery, delivery } from "../domain/metrics/delivery.ts";
import { type Deployment, deploymentsOf } from "../domain/metrics/facts.ts";
import { type Measured, measured } from "../domain/metrics/measured.ts";
import { type RestoreTimes, restoreTimes } from "../domain/metrics/restore-times.ts";
import { type RollbackTimes, rollbackTimes } from "../domain/metrics/rollback-times.ts";
import type { Process } from "../domain/process/process.ts";
import { deploymentElapsed, plannedDowntime } from "../domain/release/figures.ts";
import type { Release } from "../domain/release/release.ts";
import type { Millis } from "../domain/units.ts";

type Known = { readonly release: Release; readonly process: Process };

export type ReleaseMetrics = {
  readonly release: string;
  readonly openedAt: string;
  readonly emergency: boolean;
  readonly metrics: readonly Measured[];
  /** From the request until all traffic was on the build; has no target. */
  readonly elapsedMs: Millis | null;
  readonly plannedDowntimeMs: Millis;
  /** After each sign of harm whose severity sets a limit: until users were well again. */
  readonly restored: readonly Restoration[];
};

/** Each metric of one release, with target, actual and where it comes from. */
export const releaseMetrics = ({ release, process }: Known): ReleaseMetrics => ({
  release: release.id,
  openedAt: new Date(release.openedAt).toISOString(),
  emergency: release.plan.emergency !== undefined,
  metrics: measured(process, release),
  elapsedMs: deploymentElapsed(release),
  plannedDowntimeMs: plannedDowntime(release),
  restored: restorations(process, release),
});

export type ServiceMetrics = {
  readonly service: string;
  readonly from: string;
  readonly to: string;
  readonly delivery: Delivery;
  readonly deployments: readonly (Omit<Deployment, "at"> & { readonly at: string })[];
  readonly emergencies: number;
  readonly rollbacks: {
    readonly targetMs: Millis | null;
    readonly drills: RollbackTimes;
    readonly real: RollbackTimes;
  };
  /** From signs of harm that set a limit until users were well again; those raised in the span. */
  readonly restored: RestoreTimes;
  /** Releases in the order in which they were opened. */
  readonly releases: readonly ReleaseMetrics[];
};

/** Over all releases of a service. Nothing is grouped by person, here or anywhere: figures are for learning (R185). */
export const serviceMetrics = (service: string, all: readonly Known[], span: Span): ServiceMetrics => {
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
    releases: own.map(releaseMetrics),
  };
};
