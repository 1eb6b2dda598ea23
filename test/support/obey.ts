import type { Occasion } from "../../src/domain/notice/notice.ts";
import { pendingNotices } from "../../src/domain/notice/pending.ts";
import type { RolloutClocks } from "../../src/domain/rollout/clocks.ts";
import type { RolloutReport } from "../../src/domain/rollout/commands.ts";
import type { RolloutEffect } from "../../src/domain/rollout/effects.ts";
import { reconcileRollout } from "../../src/domain/rollout/reconcile.ts";
import type { Rollout } from "../../src/domain/rollout/rollout.ts";
import type { Verdict } from "../../src/domain/rollout/verdict.ts";
import { type Instant, millis, plus } from "../../src/domain/units.ts";
import { acted, type Case } from "./case.ts";
import { inService } from "./release.ts";

export const good: Verdict = {
  outcome: "pass",
  reason: "Good: 0 of 1000 requests failed.",
  figures: { requests: 1_000 },
};
export const harm: Verdict = { outcome: "fail", reason: "Harm in errors: 31 of 412 requests failed.", figures: {} };

/** What a world in which everything works reports of this effect. */
export const obey = (effect: RolloutEffect, at: Instant, rollout: Rollout): RolloutReport => {
  switch (effect.kind) {
    case "hold":
      return { type: "ConfirmHold", baseline: inService, hold: rollout.attempt, running: 4 };
    case "free":
      return { type: "ConfirmFreed" };
    case "bring":
      return { type: "ConfirmReady", side: effect.side, target: effect.target, instances: effect.count };
    case "shrink":
      return { type: "ConfirmShrunk", side: effect.side, target: effect.target, instances: effect.count };
    case "close":
      return { type: "ConfirmClosed", target: effect.target };
    case "run-hook":
      return { type: "RecordHook", point: effect.point, exit: 0, output: "done" };
    case "run-own-step":
      return { type: "RecordOwnStep", number: effect.number, exit: 0, output: "done" };
    case "read-data":
      return { type: "RecordData", phase: effect.phase, answer: "42 orders" };
    case "smoke":
      return { type: "RecordSmoke", target: effect.target, checks: 2, problems: [] };
    case "route":
      return { type: "ConfirmWeight", target: effect.target, weight: effect.weight };
    case "measure-baseline":
      return { type: "RecordBaseline", signals: null, problem: "nobody counts" };
    case "measure":
      return seen(rollout, at, good);
    case "read-versions":
      return { type: "ConfirmVersions", instances: 4, strangers: [] };
    case "retire":
      return { type: effect.side === "candidate" ? "ConfirmRemoved" : "ConfirmRetired" };
    case "report":
      return effect.report;
  }
};

/** A window of the current step that ends now, and what was made of it. */
export const seen = (rollout: Rollout, at: Instant, verdict: Verdict, candidateReady = 4): RolloutReport => ({
  type: "RecordVerdict",
  step: rollout.step,
  window: { from: rollout.lastWindowAt ?? at, to: at, candidate: null, baseline: null },
  verdict,
  candidateReady,
  answers: candidateReady < 4 ? "app-1: connection refused" : "",
});

export const rolloutOf = ({ release }: Case): Rollout => {
  const rollout = release.rollouts.at(-1);
  if (rollout === undefined) throw new Error("no rollout was asked for");
  return rollout;
};

export const reported = (before: Case, report: RolloutReport): Case =>
  acted(before, "headgate", { type: "Report", rollout: rolloutOf(before).id, report });

/** On which nobody declared anything. */
const freely: RolloutClocks["calendar"] = { start: null, advance: null };

const clocks = ({ process, release }: Case, calendar: RolloutClocks["calendar"]): RolloutClocks => ({
  calendar,
  interval: release.plan.interval,
  watchInterval: release.plan.watchInterval,
  rollbackTarget: process.rollbackTarget,
  pauses: release.plan.pauses,
  checksData: release.plan.dataCheck === "checked",
});

export const effectsOf = (at: Case, calendar = freely): readonly RolloutEffect[] =>
  reconcileRollout(rolloutOf(at), clocks(at, calendar), at.at);

/** Everybody who has to hear of this has heard of it. */
export const allTold = (before: Case, on: Occasion): Case =>
  pendingNotices(before.process, before.release, before.at)
    .filter(({ occurrence }) => occurrence.on === on)
    .reduce((now, { notice, occurrence: { key }, to }) => {
      const about = { notice: notice.id, occurrence: key, to, detail: "250 OK" };
      return acted(now, "headgate", { type: "RecordNotice", result: "delivered", ...about });
    }, before);

/** One turn of a perfect conductor: everything that is asked for is done and reported; else ten seconds pass. */
export const turn = (before: Case, calendar = freely): Case => {
  const { phase, announced } = rolloutOf(before);
  if (phase === "progressing" && announced === "awaited")
    return reported(allTold(before, "rollout-started"), { type: "ConfirmAnnounced" });
  const effects = effectsOf(before, calendar);
  if (effects.length === 0) return { ...before, at: plus(before.at, millis(10_000)) };
  const done = effects.reduce((now, effect) => reported(now, obey(effect, now.at, rolloutOf(now))), before);
  return { ...done, at: plus(done.at, millis(1_000)) };
};

/** Goes on until it holds of the last rollout; throws when it does not come to that. */
export const driven = (before: Case, until: (rollout: Rollout, at: Instant) => boolean): Case => {
  let now = before;
  for (let turns = 0; turns < 500; turns++) {
    if (until(rolloutOf(now), now.at)) return now;
    now = turn(now);
  }
  throw new Error(`after 500 turns: ${JSON.stringify(rolloutOf(now))}`);
};

export const isOver = ({ phase, freed }: Rollout): boolean => (phase === "closed" || phase === "rolled-back") && freed;

/** As far as it goes by itself: staging and drills to their end, production until it is watched. */
export const upAndRunning = (rollout: Rollout): boolean =>
  rollout.environment === "production" ? rollout.phase === "promoted" : isOver(rollout);
