import { type Instant, millis } from "../units.ts";
import { goBack } from "./ask-back.ts";
import { progress } from "./ask-on.ts";
import { type Bare, bring, dueHook, measure, ownStep, report } from "./asking.ts";
import type { RolloutClocks } from "./clocks.ts";
import type { RolloutEffect } from "./effects.ts";
import { expiredWaits } from "./person-waits.ts";
import { type BuildRef, isHeldUp, type Rollout } from "./rollout.ts";

/** What is still to be done? Level-triggered: a crash between two ticks loses nothing, the next one asks again. */
export const reconcileRollout = (rollout: Rollout, clocks: RolloutClocks, now: Instant): readonly RolloutEffect[] =>
  [
    ...calendarNews(rollout, clocks),
    ...waitsOver(rollout, clocks, now),
    ...effects(asCalendarSays(rollout, clocks), clocks, now),
  ].map((effect) => ({ ...effect, rollout: rollout.id, environment: rollout.environment }) as RolloutEffect);

/** What the history does not say yet of the calendar. */
const calendarNews = ({ phase, frozen }: Rollout, clocks: RolloutClocks): readonly Bare[] => {
  if (phase !== "waiting" && phase !== "progressing" && phase !== "promoted") return [];
  const reason = phase === "waiting" ? clocks.calendar.start : clocks.calendar.advance;
  if (reason === null) return frozen === null ? [] : [report({ type: "Thaw" })];
  return frozen?.reason === reason ? [] : [report({ type: "Freeze", reason })];
};

/** Nothing is asked for that the calendar forbids now, whether its history knows that already or not; to a way back, nothing. */
const asCalendarSays = (rollout: Rollout, { calendar }: RolloutClocks): Rollout =>
  rollout.phase === "rolling-back" || rollout.frozen !== null || calendar.advance === null
    ? rollout
    : { ...rollout, frozen: { at: rollout.stepSince, reason: calendar.advance } };

/** Of those that one call of people could answer together, the first: what follows from it may settle the others. */
const waitsOver = (rollout: Rollout, clocks: RolloutClocks, now: Instant): readonly Bare[] =>
  expiredWaits(asCalendarSays(rollout, clocks), clocks.pauses, now)
    .slice(0, 1)
    .map(({ wait }) => report({ type: "ExpireWait", wait }));

const effects = (rollout: Rollout, clocks: RolloutClocks, now: Instant): readonly Bare[] => {
  const { candidate, baseline } = rollout;
  switch (rollout.phase) {
    case "waiting":
      return clocks.calendar.start === null ? [{ kind: "hold", within: millis(10_000) }] : [];
    case "progressing":
      return baseline === null || rollout.announced === "awaited" ? [] : progress(rollout, baseline, clocks, now);
    case "rolling-back":
      return baseline === null ? [] : goBack(rollout, baseline, clocks, now);
    case "promoted":
      return baseline === null ? [] : keepWatch(rollout, baseline, clocks, now);
    case "rolled-back":
      // Even one that ended while it waited: it may have taken the hold and never have heard of it.
      return rollout.freed ? [] : [{ kind: "free", within: millis(10_000), runs: baseline }];
    case "closed":
      return rollout.freed ? [] : [{ kind: "free", within: millis(10_000), runs: candidate }];
  }
};

/** Promoted: the baseline stays warm and triggers stay armed until the rollback window ends. */
const keepWatch = (rollout: Rollout, baseline: BuildRef, clocks: RolloutClocks, now: Instant): readonly Bare[] => {
  const { hold } = rollout;
  const isOver = rollout.keepUntil !== null && now >= rollout.keepUntil;
  // While nothing may advance, or a clock runs towards it, the way back is kept longer than planned.
  if (isOver && !isHeldUp(rollout) && clocks.armed !== true)
    return [{ kind: "retire", build: baseline.digest, side: "baseline", hold, within: millis(120_000) }];
  const supervise = rollout.ready ? [] : [bring(rollout, "candidate", rollout.candidate)];
  return [
    ...measure(rollout, baseline, clocks.watchInterval, now),
    ...supervise,
    ...(isHeldUp(rollout) ? [] : [...dueHook(rollout, "after-promote", baseline), ...ownStep(rollout, baseline, now)]),
  ];
};
