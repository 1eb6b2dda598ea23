import type { Process } from "../process/process.ts";
import type { Release } from "../release/release.ts";
import { type Instant, type Millis, plus, since } from "../units.ts";
import { utc } from "../utc.ts";
import { ruleOf } from "./arm.ts";
import type { SeverityId, Trigger } from "./incident.ts";

/**
 * When users were well again after this sign of harm: the old build had all traffic and passed its smoke tests. Where
 * nothing went back, whoever settled it said so. Null while they are not (R121).
 */
export const restoredAt = ({ rollouts }: Release, trigger: Trigger): Instant | null => {
  const { at, environment, settled } = trigger;
  const healthy = rollouts
    .filter((one) => one.environment === environment && one.purpose === "deploy")
    .map(({ rollback }) => rollback?.healthyAt ?? null)
    .find((one) => one !== null && one >= at);
  if (healthy != null) return healthy;
  // A way back that ended without anybody having seen the old build healthy has restored nothing.
  return settled !== null && settled.how !== "rolled back" ? settled.at : null;
};

/** By when the service has to be restored, counted as its other clocks are; null where its severity sets no limit. */
export const restoreBy = (process: Process, { severity, environment, since }: Trigger): Instant | null => {
  const { restoreWithin } = ruleOf(process, severity) ?? {};
  return restoreWithin === undefined || environment !== "production" ? null : plus(since, restoreWithin);
};

/** From the sign of harm until users were well again, in ms; null while they are not. */
export const timeToRestore = (release: Release, trigger: Trigger): Millis | null => {
  const at = restoredAt(release, trigger);
  return at === null ? null : since(trigger.at, at);
};

/** A sign of harm after which users have to be well again within a time, and how that went (R121). */
export type Restoration = {
  readonly trigger: string;
  readonly severity: SeverityId;
  readonly at: Instant;
  /** From the sign of harm until users were well again, in ms; null while they are not. */
  readonly tookMs: Millis | null;
  readonly by: Instant;
  /** Not in time, as somebody has been told. */
  readonly isLate: boolean;
};

export const restorations = (process: Process, release: Release): readonly Restoration[] =>
  release.triggers.flatMap((one) => {
    const by = restoreBy(process, one);
    if (by === null) return [];
    const { id: trigger, severity, at, notRestoredAt } = one;
    return [{ trigger, severity, at, tookMs: timeToRestore(release, one), by, isLate: notRestoredAt !== null }];
  });

/** How long it took, or by when it has to be so. */
export const restoredInWords = ({ tookMs, by, isLate }: Pick<Restoration, "tookMs" | "by" | "isLate">): string => {
  if (tookMs !== null) return `restored after ${minutesAndSeconds(tookMs)}${isLate ? ", too late" : ""}`;
  return `${isLate ? "NOT RESTORED" : "to be restored"} by ${utc(by)}`;
};

const minutesAndSeconds = (length: Millis): string =>
  `${Math.floor(length / 60_000)} min ${Math.floor((length % 60_000) / 1_000)} s`;
