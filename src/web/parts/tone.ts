import type { IconName } from "./icon.tsx";

/** What a state means to whoever looks. */
export type Tone = "good" | "doubt" | "bad" | "idle" | "act";

type Look = { readonly tone: Tone; readonly icon: IconName };

type RequirementState =
  | ("pass" | "fail" | "missing" | "stale" | "inconclusive" | "error")
  | ("waived" | "not applicable");

/** Only what opens a gate is good; no data never is. */
export const lookOfState: Readonly<Record<RequirementState, Look>> = {
  pass: { tone: "good", icon: "good" },
  waived: { tone: "doubt", icon: "waived" },
  "not applicable": { tone: "idle", icon: "idle" },
  missing: { tone: "idle", icon: "open" },
  stale: { tone: "doubt", icon: "clock" },
  inconclusive: { tone: "doubt", icon: "doubt" },
  error: { tone: "bad", icon: "doubt" },
  fail: { tone: "bad", icon: "bad" },
};

type Phase = "waiting" | "progressing" | "rolling-back" | "promoted" | "rolled-back" | "closed";

const lookOfPhase: Readonly<Record<Phase, Look & { readonly word: string }>> = {
  waiting: { tone: "idle", icon: "clock", word: "waits for the environment" },
  progressing: { tone: "act", icon: "half", word: "in progress" },
  "rolling-back": { tone: "bad", icon: "back", word: "rolling back" },
  promoted: { tone: "good", icon: "good", word: "in service, watched" },
  "rolled-back": { tone: "bad", icon: "back", word: "rolled back" },
  closed: { tone: "good", icon: "good", word: "in service" },
};

type Rolled = {
  readonly phase: Phase;
  readonly purpose: "deploy" | "drill";
  readonly rollback: { readonly severity: string } | null;
};

/** A drill goes back on purpose. */
export const lookOf = ({ phase, purpose, rollback }: Rolled): Look & { readonly word: string } => {
  if (purpose === "drill" && rollback?.severity === "drill")
    return phase === "rolled-back"
      ? { ...lookOfPhase.closed, word: "rehearsed" }
      : { ...lookOfPhase.progressing, word: "on its way back, timed" };
  return lookOfPhase[phase];
};

export const lookOfSeverity: Readonly<Record<"critical" | "high" | "medium" | "low", Look>> = {
  critical: { tone: "bad", icon: "bad" },
  high: { tone: "bad", icon: "doubt" },
  medium: { tone: "doubt", icon: "doubt" },
  low: { tone: "idle", icon: "idle" },
};

export const lookOfOutcome: Readonly<Record<"pass" | "fail" | "inconclusive" | "error", Look>> = {
  pass: lookOfState.pass,
  fail: lookOfState.fail,
  inconclusive: lookOfState.inconclusive,
  error: lookOfState.error,
};
