import { type Issue, isOpen, type Trigger } from "../incident/incident.ts";
import { periodEnd, periodStart } from "../process/dates.ts";
import { judge } from "../process/judge.ts";
import { openParts } from "../process/judge-check.ts";
import { pauseAfter } from "../process/pause-after.ts";
import type { Check, Process, RequirementState, Stage } from "../process/process.ts";
import type { ReleaseEvent } from "../release/events.ts";
import { evolve } from "../release/evolve.ts";
import { evidenceKey, type Release } from "../release/release.ts";
import { baselineInWords } from "../rollout/baseline-in-words.ts";
import { type Digest, type Instant, plus } from "../units.ts";
import type { Extension } from "./events.ts";

/** How the validation period stands. Moments are null while it has not begun. */
export type ValidationBoard = {
  readonly stage: string;
  readonly begins: Instant | null;
  readonly ends: Instant | null;
  /** The latest end that an extension may give it; null: the process knows none. */
  readonly endsAtMost: Instant | null;
  readonly extensions: readonly Extension[];
  /** Until when the way back is kept; null before the promotion and after the end of the window. */
  readonly wayBackUntil: Instant | null;
  /** What it is held against, in words, and the file that it was saved in with the release; null: none was saved. */
  readonly baseline: { readonly says: string; readonly file: Digest | null };
  readonly items: readonly BoardItem[];
  readonly issues: readonly Issue[];
  readonly triggers: readonly Trigger[];
};

export type BoardItem = {
  readonly id: string;
  readonly title: string;
  readonly state: RequirementState;
  readonly reason: string;
  readonly lastLook: Instant | null;
  /** Null: it is not asked again. */
  readonly nextLook: Instant | null;
  /** What each look of the period came to at its time, oldest first. */
  readonly looks: readonly { readonly at: Instant; readonly state: RequirementState }[];
};

/** Null: no stage of the process has a period. */
export const validationBoard = (
  process: Process,
  release: Release,
  history: readonly ReleaseEvent[],
  now: Instant,
): ValidationBoard | null => {
  const stage = process.stages.find(({ period }) => period !== undefined);
  if (stage === undefined) return null;
  const begins = periodStart(process, release, stage);
  const looks = begins === null ? [] : looksSince(process, history, stage, begins);
  const rollout = release.rollouts.findLast(({ phase }) => phase === "promoted");
  return {
    stage: stage.id,
    begins,
    ends: periodEnd(process, release, stage),
    endsAtMost: begins === null || stage.periodMost === undefined ? null : plus(begins, stage.periodMost),
    extensions: (release.extensions ?? []).filter(({ at }) => begins !== null && at >= begins),
    wayBackUntil: rollout?.keepUntil ?? null,
    baseline: { says: baselineInWords(release), file: baselineFile(process, release) },
    items: checksOf(process, stage)
      .filter((check) => openParts(release, check).length > 0)
      .map((check) => itemOf(process, release, stage, check, looks, now)),
    issues: release.issues.filter(({ state }) => state !== "closed"),
    triggers: release.triggers.filter(isOpen),
  };
};

const baselineFile = ({ requirements }: Process, { documents }: Release): Digest | null => {
  const saved = requirements.find((one) => one.kind === "document" && one.template === "baseline");
  return documents[saved?.id ?? ""]?.document ?? null;
};

const checksOf = ({ requirements }: Process, { id }: Stage): readonly Check[] =>
  requirements.filter((one): one is Check => one.kind === "check" && one.stage === id);

type Look = BoardItem["looks"][number] & { readonly requirement: string };

/** Folded once more, so that each look is judged by what was known when it was made. */
const looksSince = (
  process: Process,
  history: readonly ReleaseEvent[],
  stage: Stage,
  begins: Instant,
): readonly Look[] => {
  const checks = new Map(checksOf(process, stage).map((check) => [check.id, check]));
  const looks: Look[] = [];
  let release: Release | undefined;
  for (const event of history) {
    release = evolve(release, event);
    const check = event.type === "EvidenceRecorded" ? checks.get(event.evidence.requirement) : undefined;
    if (check !== undefined && event.at >= begins)
      looks.push({ requirement: check.id, at: event.at, state: judge(process, release, check, event.at).state });
  }
  return looks;
};

const itemOf = (
  process: Process,
  release: Release,
  stage: Stage,
  check: Check,
  looks: readonly Look[],
  now: Instant,
): BoardItem => {
  const { id, title } = check;
  const seen = openParts(release, check).flatMap((part) => release.evidence[evidenceKey(id, part)]?.at ?? []);
  // The part that was looked at longest ago is asked first.
  const lastLook = seen.length === 0 ? null : (Math.min(...seen) as Instant);
  return {
    id,
    title,
    ...judge(process, release, check, now),
    lastLook,
    nextLook: lastLook === null ? null : nextLook(process, release, stage, check, lastLook),
    looks: looks.filter(({ requirement }) => requirement === id).map(({ at, state }) => ({ at, state })),
  };
};

const nextLook = (process: Process, release: Release, stage: Stage, check: Check, last: Instant): Instant | null => {
  const [pause, end] = [pauseAfter(process, release, check, last), periodEnd(process, release, stage)];
  return pause === null || (end !== null && last >= end) ? null : plus(last, pause);
};
