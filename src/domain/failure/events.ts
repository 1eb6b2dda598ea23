import type { Digest, Instant } from "../units.ts";
import type { Failure, Fault, Owed } from "./failure.ts";

/** What is told of failed attempts. Each names its failure. */
export type FailureEvent = { readonly at: Instant; readonly failure: string } & (
  | {
      readonly type: "AttemptFailed";
      readonly stage: string;
      readonly attempt: number;
      readonly requirement: string;
      readonly reason: string;
      /** The rollout, where one failed. */
      readonly of: string | null;
      readonly owes: readonly Owed[];
      readonly until: Instant | null;
    }
  /** What a machine collected about it. */
  | { readonly type: "FailureRecorded"; readonly document: Digest }
  | { readonly type: "FailureDiagnosed"; readonly cause: string; readonly fault: Fault; readonly by: string }
  /** Comes with the `BuildReplaced` that it explains. */
  | ({ readonly type: "FixBrought" } & NonNullable<Failure["fix"]>)
  /** The same build once more, from the first step: what the stage had is void. */
  | {
      readonly type: "AttemptRestarted";
      readonly reason: string;
      readonly by: string;
      readonly voids: { readonly requirements: readonly string[]; readonly rollouts: readonly string[] };
    }
  | {
      readonly type: "RollbackAnalysed";
      readonly by: string;
      readonly raw: Digest;
      readonly fields: Readonly<Record<string, string>>;
    }
);
