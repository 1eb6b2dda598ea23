import type { Digest } from "../units.ts";
import type { Fault } from "./failure.ts";

/** What is asked about a failed attempt. Without `failure` the one that locks a stage is meant. */
export type FailureCommand =
  | { readonly type: "Diagnose"; readonly failure: string | null; readonly cause: string; readonly fault: Fault }
  | { readonly type: "RestartAttempt"; readonly reason: string }
  | { readonly type: "RecordFailure"; readonly failure: string; readonly document: Digest };

/** What goes with a new build after a failed attempt; `files` is null when nobody can tell what it changes. */
export type FixGiven = { readonly cause: string; readonly link: string; readonly files: readonly string[] | null };
