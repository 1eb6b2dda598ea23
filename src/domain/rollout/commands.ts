import type { Instant, Percent } from "../units.ts";
import type { SmokeTarget } from "./events.ts";
import type { HookPoint } from "./hook.ts";
import type { BuildRef, Rollback } from "./rollout.ts";
import type { Signals } from "./signals.ts";
import type { Target } from "./target.ts";
import type { Verdict } from "./verdict.ts";
import type { Window } from "./window.ts";

/** What the conductor reports about a rollout. Late and repeated reports are harmless: they are accepted as nothing. */
export type RolloutReport =
  /** `running`: instances of the baseline that are there, where somebody has counted them. */
  | { readonly type: "ConfirmHold"; readonly baseline: BuildRef; readonly hold: number; readonly running?: number }
  /** Whoever has to hear that it starts has heard it. */
  | { readonly type: "ConfirmAnnounced" }
  | { readonly type: "RecordBaseline"; readonly signals: Signals | null; readonly problem: string }
  | { readonly type: "RecordData"; readonly phase: "before" | "after"; readonly answer: string }
  | {
      readonly type: "ConfirmReady";
      readonly side: "candidate" | "baseline";
      /** As it was asked, so that nothing confirmed before a decision counts after it (T4). */
      readonly target: Target;
      readonly instances: number;
    }
  | {
      readonly type: "ConfirmShrunk";
      readonly side: "candidate" | "baseline";
      readonly target: Target;
      readonly instances: number;
    }
  | { readonly type: "ConfirmClosed"; readonly target: Target }
  /** What the calendar says now: nothing advances, and why; or it may again. */
  | { readonly type: "Freeze"; readonly reason: string }
  | { readonly type: "Thaw" }
  | { readonly type: "BeginHook"; readonly point: HookPoint }
  | { readonly type: "RecordHook"; readonly point: HookPoint; readonly exit: number; readonly output: string }
  | {
      readonly type: "RecordSmoke";
      readonly target: SmokeTarget;
      readonly checks: number;
      readonly problems: readonly string[];
    }
  | { readonly type: "ConfirmWeight"; readonly target: Target; readonly weight: Percent }
  | {
      readonly type: "RecordVerdict";
      readonly step: number;
      readonly window: Window;
      readonly verdict: Verdict;
      readonly candidateReady: number;
      readonly answers: string;
    }
  /** Nothing but the go of people keeps this step. */
  | { readonly type: "AskForGo"; readonly step: number }
  /** A wait for people is over: what was settled for that is done. */
  | { readonly type: "ExpireWait"; readonly wait: "go" | "pause" | "runbook" }
  /** A step of the runbook that the service added, by its number: it begins; its command and its proof came to this. */
  | { readonly type: "BeginOwnStep"; readonly number: number }
  | { readonly type: "RecordOwnStep"; readonly number: number; readonly exit: number; readonly output: string }
  | { readonly type: "CompleteStep"; readonly step: number }
  | { readonly type: "ConfirmVersions"; readonly instances: number; readonly strangers: readonly string[] }
  | { readonly type: "ReportFailure"; readonly effect: string; readonly reason: string }
  | { readonly type: "FailStep"; readonly step: number }
  | { readonly type: "EscalateRollback"; readonly reason?: string }
  /** It is not promoted, and a rollback that begins from now on ends after the booked window (R31). */
  | { readonly type: "PassPointOfNoReturn"; readonly at: Instant }
  | { readonly type: "ConfirmRemoved" }
  | { readonly type: "ConfirmRetired" }
  | { readonly type: "ConfirmFreed" }
  /** A person took the hold away: it may not act any more. */
  | { readonly type: "LoseHold"; readonly by: string; readonly reason: string };

/** What people ask of a rollout. A late click is refused: it belongs to the step that was seen. */
export type RolloutOrder =
  | { readonly type: "Promote"; readonly step: number }
  /** How a manual step of the runbook went. */
  | { readonly type: "ConfirmStep"; readonly number: number; readonly isDone: boolean; readonly note: string }
  | { readonly type: "Pause"; readonly reason: string }
  | { readonly type: "Resume" }
  | { readonly type: "RollBack"; readonly reason: string; readonly severity: Exclude<Rollback["severity"], "drill"> };
