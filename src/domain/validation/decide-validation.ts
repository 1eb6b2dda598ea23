import { ruleOf } from "../incident/arm.ts";
import { armedTriggers } from "../incident/armed-triggers.ts";
import { isOpen } from "../incident/incident.ts";
import { periodEnd, periodStart } from "../process/dates.ts";
import type { Process } from "../process/process.ts";
import { accept, type Decision, refuse } from "../refusal.ts";
import type { Actor } from "../release/commands.ts";
import type { ReleaseEvent } from "../release/events.ts";
import type { Release } from "../release/release.ts";
import { inStead, type Right, rightTo } from "../release/stand-in.ts";
import type { Rollout } from "../rollout/rollout.ts";
import { type Instant, plus } from "../units.ts";
import type { ValidationCommand } from "./commands.ts";

type Given = { readonly at: Instant; readonly by: Actor };

const acts: Readonly<Record<ValidationCommand["type"], string>> = {
  ExtendPeriod: "a longer period",
  CloseRollbackWindow: "closing the rollback window",
  SeeFeature: "what was seen of a feature",
};

/**
 * A period is made longer, or a long rollback window closed, by who may and with a reason; nothing makes either shorter
 * than the process.
 */
export const decideValidation = (
  process: Process,
  release: Release,
  command: ValidationCommand & Given,
): Decision<ReleaseEvent> => {
  const words = command.type === "SeeFeature" ? command.note : command.reason;
  if (words.trim() === "") return refuse("REASON_MISSING", { act: acts[command.type] });
  switch (command.type) {
    case "ExtendPeriod":
      return extend(process, release, command);
    case "CloseRollbackWindow":
      return closeWindow(process, release, command);
    case "SeeFeature":
      return seeFeature(process, release, command);
  }
};

const iso = (at: Instant): string => new Date(at).toISOString();

const extend = (
  process: Process,
  release: Release,
  { until, reason, at, by }: Extract<ValidationCommand, { type: "ExtendPeriod" }> & Given,
): Decision<ReleaseEvent> => {
  const stage = process.stages.find(({ period }) => period !== undefined);
  const [start, end] =
    stage === undefined ? [null, null] : [periodStart(process, release, stage), periodEnd(process, release, stage)];
  if (stage === undefined || start === null || end === null) return refuse("PERIOD_NOT_BEGUN", {});
  const roles = stage.extendedBy ?? [];
  const right = rightTo(release.plan.people, by.id, roles);
  if (right === null) return roleMissing(by, roles, acts.ExtendPeriod);
  if (until <= end || until <= at) return refuse("PERIOD_ONLY_LONGER", { until: iso(until), end: iso(end) });
  const last = stage.periodMost === undefined ? null : plus(start, stage.periodMost);
  if (last !== null && until > last) return refuse("PERIOD_TOO_LONG", { until: iso(until), most: iso(last) });
  return accept<ReleaseEvent>([
    { type: "PeriodExtended", period: stage.id, until, reason, by: by.id, at, ...inStead(right) },
  ]);
};

const closeWindow = (
  process: Process,
  release: Release,
  { reason, at, by }: Extract<ValidationCommand, { type: "CloseRollbackWindow" }> & Given,
): Decision<ReleaseEvent> => {
  const rollout = release.rollouts.findLast(({ phase, keepUntil }) => phase === "promoted" && keepUntil !== null);
  if (rollout?.keepUntil == null || rollout.promotedAt === null)
    return refuse("NO_ROLLOUT", { phase: release.rollouts.at(-1)?.phase ?? "not started" });
  const roles = process.rollbackWindowClosedBy ?? [];
  const right = rightTo(release.plan.people, by.id, roles);
  if (right === null) return roleMissing(by, roles, acts.CloseRollbackWindow);
  if (rollout.keepUntil <= at) return accept<ReleaseEvent>([], "the rollback window is over already");
  const least = plus(rollout.promotedAt, process.rollbackWindowLeast ?? process.rollbackWindow);
  if (at < least) return refuse("WINDOW_TOO_SHORT", { until: iso(least) });
  const armed = needsWayBack(process, release, rollout);
  if (armed.length > 0) return refuse("WINDOW_ARMED", { triggers: armed.join(", ") });
  return accept<ReleaseEvent>([windowClosed(rollout, reason, by, at, right)]);
};

/** A signed look at what no machine can tell; only with the build in production, or it says nothing of it. */
const seeFeature = (
  process: Process,
  release: Release,
  { feature, works, note, at, by }: Extract<ValidationCommand, { type: "SeeFeature" }> & Given,
): Decision<ReleaseEvent> => {
  const known = (release.plan.features ?? []).filter(({ manual }) => manual !== null);
  const found = known.find(({ story }) => story === feature);
  if (found?.manual == null)
    return refuse("FEATURE_UNKNOWN", { feature, known: known.map(({ story }) => story).join(", ") || "none" });
  const right = rightTo(release.plan.people, by.id, [found.manual]);
  if (right === null) return roleMissing(by, [found.manual], `saying whether ${feature} works`);
  if (!process.stages.some((stage) => periodStart(process, release, stage) !== null))
    return refuse("PERIOD_NOT_BEGUN", {});
  const asks = process.requirements.flatMap((one) =>
    one.kind === "check" && one.probe === "features" ? [one.id] : [],
  );
  return accept<ReleaseEvent>([{ type: "FeatureSeen", feature, asks, works, note, by: by.id, at, ...inStead(right) }]);
};

/** Harm that is rolled back by itself in the end, or that nobody has decided about, keeps the way back open. */
const needsWayBack = (process: Process, release: Release, { environment }: Rollout): readonly string[] => {
  const undecided = release.triggers.filter(
    (one) =>
      isOpen(one) &&
      one.environment === environment &&
      one.decision === null &&
      ruleOf(process, one.severity)?.decideWithin !== undefined,
  );
  return [...armedTriggers(process, release, environment), ...undecided].map(({ id }) => id);
};

const windowClosed = ({ id }: Rollout, reason: string, by: Actor, at: Instant, right: Right): ReleaseEvent => ({
  type: "RollbackWindowClosed",
  rollout: id,
  reason,
  by: by.id,
  at,
  ...inStead(right),
});

const roleMissing = (by: Actor, roles: readonly string[], act: string) =>
  refuse("ROLE_MISSING", { person: by.id, role: roles.join(" or ") || "none that the process names", act });
