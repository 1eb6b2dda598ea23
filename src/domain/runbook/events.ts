import type { Instant } from "../units.ts";

/** What is told of a service's own steps of the runbook; `own` is the number of the step. */
export type OwnStepEvent = {
  readonly own: number;
} /** Its command is about to be run, or its people are asked; `until`: no longer than that. */ & (
  | { readonly type: "OwnStepStarted"; readonly until: Instant }
  | { readonly type: "OwnStepDone"; readonly by: string; readonly exit: number | null; readonly output: string }
  | { readonly type: "OwnStepFailed"; readonly by: string; readonly exit: number | null; readonly output: string }
  /** Nobody said in time how it went. */
  | { readonly type: "OwnStepUnanswered"; readonly role: string; readonly otherwise: "hold" | "roll back" | "go on" }
);
