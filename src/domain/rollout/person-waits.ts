import { type OwnStep, runningStep, type Unanswered } from "../runbook/own-step.ts";
import { type Instant, type Millis, plus } from "../units.ts";
import { closedGates } from "./gates.ts";
import { currentStep, isHeldUp, type Rollout } from "./rollout.ts";

/** How long people are waited for, and what is done when nobody answered. */
export type Answer = { readonly within: Millis; readonly unanswered: Unanswered };

/** A wait for people that runs now. Of a pause, `step` and `own` say where; of the go, who is asked. */
export type PersonWait = {
  readonly wait: "go" | "pause" | "runbook";
  readonly since: Instant;
  readonly until: Instant;
  readonly otherwise: Unanswered | "go on";
  /** The role that is asked; "" = whoever answers for the rollout. */
  readonly role: string;
  readonly own: OwnStep | null;
  /** It ran out, and that was told. */
  readonly isOver: boolean;
  /** When that was. */
  readonly lateAt: Instant | null;
};

/** Every wait that runs now, each with its end: none is without one, but those of a plan from before they had it. */
export const personWaits = (rollout: Rollout, pauses: Answer | undefined): readonly PersonWait[] => [
  ...pauseWait(rollout, pauses),
  ...goWait(rollout),
  ...ownWait(rollout),
];

const pauseWait = ({ paused, phase }: Rollout, pauses: Answer | undefined): readonly PersonWait[] => {
  if (paused === null || pauses === undefined || phase !== "progressing") return [];
  const { at, stood, lateAt = null } = paused;
  const until = plus(plus(at, pauses.within), stood ?? (0 as Millis));
  const wait = { wait: "pause", since: at, until, otherwise: pauses.unanswered, role: "", own: null } as const;
  return [{ ...wait, isOver: lateAt !== null, lateAt }];
};

const goWait = (rollout: Rollout): readonly PersonWait[] => {
  const { asked, approved, phase } = rollout;
  const { answer, asks = "" } = currentStep(rollout);
  if (asked === null || answer === undefined || approved || phase !== "progressing") return [];
  return [
    {
      wait: "go",
      since: asked.at,
      until: asked.until,
      otherwise: answer.unanswered,
      role: asks,
      own: null,
      isOver: asked.lateAt !== null,
      lateAt: asked.lateAt,
    },
  ];
};

const ownWait = (rollout: Rollout): readonly PersonWait[] => {
  const own = runningStep(rollout);
  const state = own === null ? undefined : rollout.ownStates[own.number];
  if (own === null || state === undefined || own.by === "automated") return [];
  const otherwise = settledFor(rollout, own);
  const { startedAt, until, lateAt } = state;
  const wait = { wait: "runbook", since: startedAt, until, otherwise, role: own.owner, own } as const;
  return [{ ...wait, isOver: lateAt !== null, lateAt }];
};

/** Nothing goes back that is back already, or that was promoted: a person decides about that one. */
const settledFor = ({ phase }: Rollout, { place, unanswered }: OwnStep): PersonWait["otherwise"] => {
  if (place === "on-rollback") return "go on";
  return phase === "progressing" ? unanswered : "hold";
};

/** Those that are over now and were not told of. While nothing may advance no clock of people runs but that of a pause. */
export const expiredWaits = (rollout: Rollout, pauses: Answer | undefined, now: Instant): readonly PersonWait[] =>
  personWaits(rollout, pauses).filter(
    ({ wait, until, isOver }) =>
      !isOver && now > until && (wait === "pause" ? rollout.frozen === null : !isHeldUp(rollout)),
  );

/** All that keeps this step is the go of a person, who has not been asked yet. */
export const shallAsk = (rollout: Rollout, now: Instant): boolean => {
  const { phase, asked, approved } = rollout;
  const { gates, answer } = currentStep(rollout);
  if (phase !== "progressing" || asked !== null || approved || answer === undefined) return false;
  if (!gates.includes("approval") || isHeldUp(rollout)) return false;
  return closedGates(rollout, now).every((gate) => gate.startsWith("approval"));
};
