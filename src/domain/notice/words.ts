import type { Release } from "../release/release.ts";
import type { PersonWait } from "../rollout/person-waits.ts";
import type { Rollout } from "../rollout/rollout.ts";
import { currentStep } from "../rollout/rollout.ts";
import type { Instant, Millis } from "../units.ts";
import { utcMinute } from "../utc.ts";
import { expectedOf } from "./expected.ts";
import type { Occurrence } from "./occurrences.ts";
import { participants } from "./participants.ts";

/** What a notice may say in braces. */
export const noticeWords = [
  ...(["release", "service", "version", "before", "environment", "impact", "expect", "start", "weight"] as const),
  ...(["reason", "by", "severity", "outcome", "now", "next", "until", "people", "trigger", "text"] as const),
];

export type NoticeWord = (typeof noticeWords)[number];

/** Only facts: what is not known is said to be so. */
export const wordsFor = (release: Release, occurrence: Occurrence): Readonly<Record<NoticeWord, string>> => {
  const { rollout, trigger, environment, severity, wait } = occurrence;
  const { plan } = release;
  const move = release.moves.findLast(({ at }) => at === occurrence.at);
  return {
    release: release.id,
    service: release.service,
    version: rollout?.candidate.version ?? release.build.version,
    before: rollout?.baseline?.version ?? "the version in service",
    environment: environment === "" ? "every environment" : environment,
    impact: impactOf(release, rollout),
    expect: rollout === null ? "not planned" : expectText(release, rollout),
    start: moment(move?.to ?? plan.productionAt, "a time that will be announced"),
    weight: `${rollout?.weight ?? 0} %`,
    // It stands in a sentence.
    reason: reasonOf(release, occurrence).replace(/[.\s]+$/, ""),
    by: occurrence.by ?? trigger?.by ?? move?.by ?? byOf(rollout),
    severity: severity ?? "none",
    outcome: outcomeOf(release, rollout),
    now: nowOf(rollout),
    next: wait === undefined ? nextOf(rollout) : waitNext[wait.otherwise],
    until: moment(wait?.until ?? rollout?.keepUntil, "the end of the rollback window"),
    people: participants(release).join(", "),
    trigger: trigger?.id ?? "none",
    text: occurrence.says ?? reasonOf(release, occurrence),
  };
};

const moment = (at: Instant | null | undefined, otherwise: string): string => (at == null ? otherwise : utcMinute(at));

/** A measured downtime takes the place of the planned one: it is what users will meet. */
const impactOf = (release: Release, rollout: Rollout | null): string => {
  const downtime = rollout === null ? null : expectedOf(release, rollout).downtime;
  return downtime === null
    ? release.plan.impact
    : `Downtime: the service answers with a maintenance page for about ${lengthText(downtime)}, as the rehearsal measured it.`;
};

const expectText = (release: Release, rollout: Rollout): string => {
  const { length, measured } = expectedOf(release, rollout);
  const about = measured
    ? lengthText(length)
    : `${lengthText(length)} and the time of starting it, which nobody measured`;
  const waits = rollout.steps.some(({ gates }) => gates.includes("approval"));
  return waits ? `${about}, besides waits for people` : about;
};

export const lengthText = (length: Millis): string => {
  const [count, unit] = length < 90_000 ? [length / 1_000, "second"] : [length / 60_000, "minute"];
  const whole = Math.max(1, Math.round(count));
  return `${whole} ${unit}${whole === 1 ? "" : "s"}`;
};

const waitNext: Readonly<Record<PersonWait["otherwise"], string>> = {
  hold: "Without an answer it stays where it is.",
  "roll back": "Without an answer it is rolled back.",
  "go on": "Without an answer the way back goes on.",
};

const asksFor = ({ wait, own }: PersonWait, rollout: Rollout | null): string => {
  switch (wait) {
    case "go":
      return `the go for step ${(rollout?.step ?? 0) + 1}`;
    case "pause":
      return `a word on the pause (${rollout?.paused?.reason ?? ""})`;
    case "runbook":
      return `step ${own?.number ?? 0} of the runbook (${own?.title ?? ""})`;
  }
};

const reasonOf = (release: Release, { on, at, rollout, trigger, wait, says }: Occurrence): string => {
  if (wait !== undefined) return asksFor(wait, rollout);
  if (says !== undefined) return says;
  if (trigger !== null) return trigger.says;
  if (on === "release-rescheduled" || on === "release-stands")
    return release.moves.findLast((move) => move.at === at)?.reason ?? "";
  if (rollout === null) return release.endReason;
  if (on === "rollout-paused") return rollout.paused?.reason ?? "";
  return rollout.rollback?.reason ?? rollout.failure ?? "none was given";
};

const byOf = (rollout: Rollout | null): string =>
  rollout?.paused?.by ?? rollout?.rollback?.by ?? rollout?.requestedBy ?? "";

const outcomeOf = ({ phase }: Release, rollout: Rollout | null): string => {
  if (rollout === null) return phase;
  if (rollout.rollback === null)
    return rollout.phase === "promoted" || rollout.phase === "closed" ? "live" : "under way";
  if (rollout.baseline === null) return "called off before it began";
  if (rollout.rollback.legs.length === 0) return "over, and was not rolled back";
  return rollout.phase === "rolled-back" ? "rolled back" : "being rolled back";
};

/** Where it stands, in a sentence on what users have. */
const nowOf = (rollout: Rollout | null): string => {
  if (rollout === null) return "Nothing of it runs.";
  const { phase, baseline, rollback, candidate, weight } = rollout;
  const [before, after] = [baseline?.version ?? "the version in service", candidate.version];
  switch (phase) {
    case "waiting":
      return "It has not begun.";
    case "progressing":
      return `${after} answers ${weight} % of the requests.`;
    case "promoted":
    case "closed":
      return `${after} answers every request.`;
    case "rolling-back":
      return rollback?.zeroAt == null
        ? `${after} still answers up to ${weight} % of the requests.`
        : `${before} answers every request again.`;
    case "rolled-back":
      if (baseline === null) return "Nothing was changed.";
      return rollback?.zeroAt == null
        ? "What it left behind was not undone; headgate env shows what runs."
        : `${before} answers every request again.`;
  }
};

const nextOf = (rollout: Rollout | null): string => {
  if (rollout === null) return "Nothing more will be done.";
  switch (rollout.phase) {
    case "waiting":
      return "It begins when the environment is free.";
    case "progressing":
      return `Step ${rollout.step + 1} of ${rollout.steps.length} at ${currentStep(rollout).weight} % is watched; then it goes on.`;
    case "promoted":
      return "It stays under watch, and can be rolled back at any time.";
    case "closed":
      return "The watch is over.";
    case "rolling-back":
      return rollout.rollback?.zeroAt == null
        ? "All traffic goes back first; then it is tested, and you will hear how it ended."
        : "It is tested now; then the new version is removed, and you will hear how it ended.";
    case "rolled-back":
      return "This build stays out until its cause is known.";
  }
};
