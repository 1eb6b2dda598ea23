import type { Digest, Instant, Percent } from "../units.ts";
import type { BuildRef, Purpose, Rollback } from "./rollout.ts";
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
      readonly runbook: Digest;
      readonly candidate: BuildRef;
      readonly by: string;
    }
  | { readonly type: "RolloutStarted"; readonly baseline: BuildRef; readonly hold: number }
  | { readonly type: "DataRead"; readonly phase: "before" | "after"; readonly answer: string }
  | { readonly type: "CandidateReady"; readonly step: number; readonly instances: number }
  | { readonly type: "SmokePassed"; readonly target: SmokeTarget; readonly checks: number }
  | { readonly type: "SmokeFailed"; readonly target: SmokeTarget; readonly problems: readonly string[] }
  | { readonly type: "WeightConfirmed"; readonly step: number; readonly weight: Percent }
  | {
      readonly type: "VerdictRecorded";
      readonly step: number;
      readonly window: Window;
      readonly verdict: Verdict;
      readonly candidateReady: number;
    }
  | { readonly type: "InstancesLost"; readonly ready: number; readonly wanted: number; readonly answers: string }
  | { readonly type: "StepApproved"; readonly step: number; readonly by: string }
  | { readonly type: "StepCompleted"; readonly step: number }
  | { readonly type: "RolloutPaused"; readonly by: string; readonly reason: string }
  | { readonly type: "RolloutResumed"; readonly by: string }
  | { readonly type: "EffectFailed"; readonly effect: string; readonly reason: string }
  | { readonly type: "RolloutPromoted"; readonly instances: number; readonly keepUntil: Instant }
  | {
      readonly type: "RollbackStarted";
      readonly by: string;
      readonly reason: string;
      readonly severity: Rollback["severity"];
    }
  | { readonly type: "BaselineRestored"; readonly instances: number }
  | { readonly type: "TrafficReturned" }
  | { readonly type: "CandidateRemoved" }
  | { readonly type: "RollbackEscalated"; readonly reason: string }
  | { readonly type: "RolloutRolledBack" }
  | { readonly type: "BaselineRetired" }
  | { readonly type: "EnvironmentFreed" }
);

/** `candidate`: its instances directly, before they get traffic. `router`: what users reach. */
export type SmokeTarget = "candidate" | "router";
