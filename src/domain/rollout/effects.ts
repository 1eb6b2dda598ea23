import type { Digest, Instant, Millis, Percent } from "../units.ts";
import type { RolloutReport } from "./commands.ts";
import type { SmokeTarget } from "./events.ts";
import type { HookPoint } from "./hook.ts";
import type { BuildRef } from "./rollout.ts";
import type { Cohort } from "./step.ts";
import type { Target } from "./target.ts";

/** Something that the conductor must do next for a rollout. Every effect is idempotent: repeating it is harmless. */
export type RolloutEffect = {
  readonly rollout: string;
  readonly environment: string;
  /** The longest that one try may take. */
  readonly within: Millis;
} & (
  | { readonly kind: "hold" }
  /** `runs`: the known-good build from now on; null when the rollout never began, and what ran there still does. */
  | { readonly kind: "free"; readonly runs: BuildRef | null }
  | {
      readonly kind: "bring";
      readonly side: "candidate" | "baseline";
      readonly build: BuildRef;
      readonly count: number;
      readonly target: Target;
    }
  /** Stop instances of a side until `count` are left: out of the routes first, then drained, then stopped (T5). */
  | {
      readonly kind: "shrink";
      readonly side: "candidate" | "baseline";
      readonly build: BuildRef;
      readonly count: number;
      /** Nothing may be routed meanwhile. */
      readonly closed: boolean;
      readonly hold: number;
      readonly target: Target;
    }
  /** Route nothing: every request gets the maintenance answer. */
  | { readonly kind: "close"; readonly hold: number; readonly target: Target }
  | { readonly kind: "run-hook"; readonly point: HookPoint; readonly candidate: BuildRef; readonly baseline: BuildRef }
  /** A step of the runbook that the service added: its command, and what proves it. */
  | {
      readonly kind: "run-own-step";
      readonly number: number;
      readonly runs: readonly string[];
      readonly proves: readonly string[] | null;
      readonly candidate: BuildRef;
      readonly baseline: BuildRef;
    }
  | { readonly kind: "read-data"; readonly phase: "before" | "after" }
  /** What the build in service is like before the candidate has traffic, over so many ms. */
  | { readonly kind: "measure-baseline"; readonly build: BuildRef; readonly length: Millis }
  | { readonly kind: "smoke"; readonly target: SmokeTarget; readonly build: Digest }
  | {
      readonly kind: "route";
      readonly candidate: BuildRef;
      readonly baseline: BuildRef;
      readonly weight: Percent;
      /** Requests that reach the candidate whatever its weight. */
      readonly cohort: Cohort | null;
      readonly hold: number;
      readonly target: Target;
    }
  | {
      readonly kind: "measure";
      readonly step: number;
      readonly candidate: BuildRef;
      readonly baseline: BuildRef;
      readonly from: Instant;
    }
  | { readonly kind: "read-versions"; readonly build: Digest }
  /** Take a build out of service: never while any traffic is routed to it (T5). */
  | {
      readonly kind: "retire";
      readonly build: Digest;
      readonly side: "candidate" | "baseline";
      readonly hold: number;
    }
  /** A report that needs nothing but the clock. */
  | { readonly kind: "report"; readonly report: RolloutReport }
);
