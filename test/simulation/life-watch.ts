import type { ReleaseStatus } from "../../src/domain/process/status.ts";
import { isLive, isReversible, type Rollout } from "../../src/domain/rollout/rollout.ts";
import { type Asked, refusalOf } from "../support/case.ts";
import { hour, type Life } from "../support/life.ts";

/** What was seen while it was lived. */
export type Seen = { readonly violations: string[]; jumps: number; wokeAt: number };

/** What has to hold at every moment, asked without changing anything. */
export const watch = (life: Life, seen: Seen, before: number): void => {
  backInTime(life, seen);
  if (life.events.length === before) return;
  wayOut(life, seen);
  twoAtOnce(life, seen);
  clocks(life, seen);
};

const rollBack: Asked = {
  type: "Order",
  environment: "production",
  order: { type: "RollBack", reason: "it looks odd", severity: "critical" },
};

/** Whatever state it is in: what is in production can be brought back, and an open release can be ended. */
const wayOut = ({ process, release, now }: Life, { violations }: Seen): void => {
  const here = { process, release, at: now };
  const last = release.rollouts.findLast(({ environment }) => environment === "production");
  if (last !== undefined && isReversible(last) && last.phase !== "rolling-back") {
    const answer = refusalOf(here, "cy", rollBack);
    if (!answer.includes("RollbackStarted")) violations.push(`no way back from ${last.phase}: ${answer}`);
  }
  if (release.phase !== "open") return;
  const answer = refusalOf(here, "ada", { type: "Cancel", reason: "not this year" });
  if (!answer.includes("ReleaseEnded")) violations.push(`it cannot be cancelled: ${answer}`);
};

/** No command on the way back, and no person who is waited for there, takes longer; nor does any freeze hold it up. */
const longest = 8 * hour;

const backInTime = ({ release, now }: Life, { violations, wokeAt }: Seen): void => {
  for (const { id, phase, rollback } of release.rollouts)
    if (phase === "rolling-back" && now - Math.max(rollback?.at ?? now, wokeAt) > longest)
      violations.push(`${id} is on its way back for ${(now - (rollback?.at ?? now)) / hour} h`);
};

const twoAtOnce = ({ release }: Life, { violations }: Seen): void => {
  if (release.rollouts.filter(isLive).length > 1) violations.push("two rollouts at once (T14)");
};

/** A window of five minutes and what a conductor takes; nobody counts the time that its machine was asleep. */
const late = 0.5 * hour;

/** R121-R123: critical goes back and is told of until users are well, high is told at 45 minutes and goes back at 60, medium is told at 4 h; whatever waits. */
const clocks = ({ process, release, now }: Life, { violations, wokeAt }: Seen): void => {
  if (release.phase !== "open") return;
  for (const one of release.triggers) {
    const { id, severity, at, since, environment, settled, decision, escalatedAt, fix, notRestoredAt } = one;
    const rule = process.severities.find((one) => one.id === severity);
    const there = release.rollouts.findLast((one) => one.environment === environment);
    // Staging is where harm is looked for: nothing is brought back there by a clock.
    if (environment !== "production" || settled !== null || rule === undefined || now - wokeAt < late) continue;
    const age = now - Math.max(since, decision?.choice === "watch" ? now : since) - late;
    const isBack = there === undefined || !isReversible(there) || there.phase === "rolling-back";
    if (rule.rollBackAfter !== undefined && age > rule.rollBackAfter && !isBack && fix?.verifiedAt == null)
      violations.push(`${id}, ${severity}, is ${age / hour} h old, and ${there.id} is ${there.phase}`);
    if (rule.restoreWithin !== undefined && age > rule.restoreWithin && !isWell(there, at) && notRestoredAt === null)
      violations.push(`${id}, ${severity}, is ${age / hour} h old, users are not well, and nobody was told`);
    const tellAfter = rule.escalateAfter ?? rule.decideWithin;
    if (tellAfter !== undefined && age > tellAfter && !isBack && decision === null && escalatedAt === null)
      violations.push(`${id}, ${severity}, is ${age / hour} h old, and nobody was told`);
  }
};

/** The old build was seen healthy with all traffic after the first sign of harm, however that was graded since. */
const isWell = (there: Rollout | undefined, at: number): boolean => (there?.rollback?.healthyAt ?? 0) >= at;

/** Seen when the conductor has nothing left to do: whatever is overdue by then, somebody has heard of it. */
export const untold = ({ release, now }: Life, { blocking }: ReleaseStatus, { violations }: Seen): void => {
  if (release.phase !== "open") return;
  for (const { id, due, overdue } of blocking) {
    // The clocks of a trigger are watched by themselves.
    if (!overdue || due === undefined || release.triggers.some((one) => one.id === id)) continue;
    if ((release.due[id]?.told.length ?? 0) === 0)
      violations.push(`${id} is overdue since ${(now - due) / hour} h, untold`);
  }
};
