import type { OwnStepEvent } from "../runbook/events.ts";
import type { OwnStep, Unanswered } from "../runbook/own-step.ts";
import type { Digest, Instant, Millis, Percent } from "../units.ts";
import type { HookPoint, PlannedHook } from "./hook.ts";
import type { Leg } from "./leg.ts";
import type { BuildRef, Purpose, Rollback } from "./rollout.ts";
import type { Signals } from "./signals.ts";
import type { Step } from "./step.ts";
import type { Verdict } from "./verdict.ts";
import type { Window } from "./window.ts";

/** Every rollout event names its rollout and carries its time. */
export type RolloutEvent = { readonly rollout: string; readonly at: Instant } & (
  | {
      readonly type: "RolloutRequested";
      readonly environment: string;
      readonly purpose: Purpose;
      readonly attempt: number;
      readonly steps: readonly Step[];
      /** Instances of the baseline at full size. */
      readonly size: number;
      readonly hooks: readonly PlannedHook[];
      /** Steps of the runbook that the service added; absent = none. */
      readonly ownSteps?: readonly OwnStep[];
      readonly runbook: Digest;
      readonly candidate: BuildRef;
      readonly by: string;
      /** People are told before its first step (R73). */
      readonly announces?: true;
    }
  /** `running`: instances of the baseline that were there; more than planned is the new full size. */
  | { readonly type: "RolloutStarted"; readonly baseline: BuildRef; readonly hold: number; readonly running: number }
  /** Whoever has to hear that it starts has heard it, or was given up on. */
  | { readonly type: "StartAnnounced" }
  | { readonly type: "HoldLost"; readonly by: string; readonly reason: string }
  | { readonly type: "TrafficClosed" }
  /** A side that is about to lose its last instances has given up its traffic first. */
  | { readonly type: "TrafficShifted"; readonly weight: Percent }
  | { readonly type: "SideShrunk"; readonly side: "candidate" | "baseline"; readonly instances: number }
  | { readonly type: "HookStarted"; readonly point: HookPoint }
  | { readonly type: "HookPassed"; readonly point: HookPoint; readonly output: string }
  | { readonly type: "HookFailed"; readonly point: HookPoint; readonly reason: string }
  | { readonly type: "DataRead"; readonly phase: "before" | "after"; readonly answer: string }
  /** Of the build in service, before the candidate had traffic; null with the problem when nobody could tell. */
  | { readonly type: "BaselineMeasured"; readonly signals: Signals | null; readonly problem: string }
  | { readonly type: "CandidateReady"; readonly step: number; readonly instances: number }
  | { readonly type: "SmokePassed"; readonly target: SmokeTarget; readonly checks: number }
  | { readonly type: "SmokeFailed"; readonly target: SmokeTarget; readonly problems: readonly string[] }
  /** `downtime`: how long users got the maintenance answer before it; 0 when they did not. */
  | { readonly type: "WeightConfirmed"; readonly step: number; readonly weight: Percent; readonly downtime: Millis }
  | {
      readonly type: "VerdictRecorded";
      readonly step: number;
      readonly window: Window;
      readonly verdict: Verdict;
      readonly candidateReady: number;
    }
  | { readonly type: "InstancesLost"; readonly ready: number; readonly wanted: number; readonly answers: string }
  | OwnStepEvent
  /** Nothing but the go of this role keeps the step; until then it is waited for. */
  | {
      readonly type: "GoAsked";
      readonly step: number;
      readonly role: string;
      readonly until: Instant;
      readonly otherwise: Unanswered;
    }
  /** Nobody gave the go, or ended the pause, in time. */
  | {
      readonly type: "StepUnanswered";
      readonly step: number;
      readonly wait: "go" | "pause";
      readonly role: string;
      readonly otherwise: Unanswered;
    }
  | { readonly type: "StepApproved"; readonly step: number; readonly by: string }
  | { readonly type: "StepCompleted"; readonly step: number }
  /** The step could not be reached: back to the state of the one before it. */
  | { readonly type: "StepReverted"; readonly step: number; readonly reason: string }
  | { readonly type: "RolloutPaused"; readonly by: string; readonly reason: string }
  | { readonly type: "RolloutResumed"; readonly by: string }
  /** The calendar lets nothing advance: a freeze, or the line was stopped. A pause of people is another matter. */
  | { readonly type: "RolloutFrozen"; readonly reason: string }
  | { readonly type: "RolloutThawed" }
  | { readonly type: "EffectFailed"; readonly effect: string; readonly reason: string }
  | { readonly type: "RolloutPromoted"; readonly instances: number; readonly keepUntil: Instant }
  | {
      readonly type: "RollbackStarted";
      readonly by: string;
      readonly reason: string;
      readonly severity: Rollback["severity"];
      readonly legs: readonly Leg[];
    }
  | { readonly type: "BaselineRestored"; readonly instances: number }
  | { readonly type: "LegCompleted"; readonly leg: number; readonly weight: Percent }
  | { readonly type: "TrafficReturned"; readonly downtime: Millis }
  | { readonly type: "CandidateRemoved" }
  | { readonly type: "RollbackEscalated"; readonly reason: string }
  /** `over`: a wait for people ran out, which says nothing of the point of no return. */
  | { readonly type: "RolloutEscalated"; readonly reason: string; readonly over?: "wait" }
  | { readonly type: "RolloutRolledBack" }
  /** A window that was longer than the process asks for, ended by a person; the baseline may be retired now. */
  | { readonly type: "RollbackWindowClosed"; readonly by: string; readonly for?: string; readonly reason: string }
  | { readonly type: "BaselineRetired" }
  | { readonly type: "EnvironmentFreed" }
);

/** `candidate`: its instances directly, before they get traffic. `router`: what users reach. */
export type SmokeTarget = "candidate" | "router";
