import { accept, refuse } from "../refusal.ts";
import { type Answer, type Bare, rollBack } from "../rollout/answer.ts";
import type { RolloutOrder, RolloutReport } from "../rollout/commands.ts";
import type { Rollout } from "../rollout/rollout.ts";
import { type Instant, plus } from "../units.ts";
import { dueOwnStep } from "./due-own-step.ts";
import { type OwnStep, stopsRollout } from "./own-step.ts";

type Report<Type extends RolloutReport["type"]> = Extract<RolloutReport, { type: Type }>;

/** Its beginning stands in the history before anything is run, so that a crash in between is known. */
export const beginOwnStep = (rollout: Rollout, { number }: Report<"BeginOwnStep">, at: Instant): Answer => {
  const due = dueOwnStep(rollout, at);
  return due?.number === number && rollout.ownStates[number] === undefined
    ? accept<Bare>([{ type: "OwnStepStarted", own: number, until: plus(at, due.within) }])
    : accept();
};

/** What a command came to. A late echo, or one of a step that the way back has overtaken, is nothing. */
export const recordOwnStep = (rollout: Rollout, { number, exit, output }: Report<"RecordOwnStep">): Answer => {
  const step = rollout.own.find((one) => one.number === number);
  if (step === undefined || step.by === "manual" || rollout.ownStates[number]?.state !== "running") return accept();
  return ended(rollout, step, { by: "headgate", exit, output, isDone: exit === 0 });
};

type Order = Extract<RolloutOrder, { type: "ConfirmStep" }>;

/** What a person says of a manual step whose turn it is; every other one is out of order. */
export const confirmOwnStep = (rollout: Rollout, { number, isDone, note }: Order, by: string, at: Instant): Answer => {
  const step = rollout.own.find((one) => one.number === number);
  if (step === undefined || step.by === "automated")
    return refuse("STEP_NOT_MANUAL", { step: number, steps: manualOnes(rollout) });
  const state = rollout.ownStates[number]?.state;
  if (state === "done" && isDone) return accept<Bare>([], `step ${number} was confirmed already`);
  if (state !== "running")
    return refuse("STEP_OUT_OF_ORDER", { step: number, turn: turnOf(rollout, at), rollout: rollout.id });
  if (!isDone && note.trim() === "") return refuse("REASON_MISSING", { act: "a step that failed" });
  return ended(rollout, step, { by, exit: null, output: note, isDone });
};

const manualOnes = ({ own }: Rollout): string =>
  own
    .filter(({ by }) => by === "manual")
    .map(({ number }) => number)
    .join(", ") || "none";

const turnOf = (rollout: Rollout, at: Instant): string => {
  const due = dueOwnStep(rollout, at);
  return due === null ? "no step of people's" : `step ${due.number} (${due.title})`;
};

type End = { readonly by: string; readonly exit: number | null; readonly output: string; readonly isDone: boolean };

/** What fails before the promotion ends the attempt; later, users are well served, and people are told. */
const ended = (rollout: Rollout, step: OwnStep, { isDone, ...how }: End): Answer => {
  const own = step.number;
  if (isDone) return accept<Bare>([{ type: "OwnStepDone", own, ...how }]);
  const failed: Bare = { type: "OwnStepFailed", own, ...how };
  const reason = `runbook step ${own} (${step.title}) failed: ${how.output.trim().slice(-500) || "nothing was said"}`;
  if (rollout.phase === "progressing" && stopsRollout(step))
    return accept<Bare>([failed, rollBack(rollout, how.by, reason, "high")]);
  return rollout.phase === "rolling-back" && rollout.rollback?.escalatedAt === null
    ? accept<Bare>([failed, { type: "RollbackEscalated", reason }])
    : accept<Bare>([failed, { type: "RolloutEscalated", reason, over: "wait" }]);
};
