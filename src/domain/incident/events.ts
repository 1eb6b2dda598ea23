import type { Instant } from "../units.ts";
import type { Fix, IssueSource, Settlement, SeverityId, TriggerChoice, TriggerSource } from "./incident.ts";

/** What is told of issues and triggers. */
export type IncidentEvent = { readonly at: Instant } & (
  | {
      readonly type: "IssueReported";
      readonly issue: string;
      readonly title: string;
      readonly severity: SeverityId;
      readonly source: IssueSource;
      readonly environment: string;
      readonly reference: string;
      readonly graded: boolean;
      readonly by: string;
    }
  | {
      readonly type: "IssueGraded";
      readonly issue: string;
      readonly severity: SeverityId;
      readonly reason: string;
      readonly by: string;
    }
  /** Put off into the known issues. */
  | {
      readonly type: "IssueDeferred";
      readonly issue: string;
      readonly workaround: string;
      readonly plan: string;
      readonly by: string;
      readonly role: string;
      readonly for?: string;
    }
  /** `retest`: the check that passed since, or "" with the note of a person where no check can tell. */
  | {
      readonly type: "IssueClosed";
      readonly issue: string;
      readonly note: string;
      readonly retest: string;
      readonly by: string;
    }
  | {
      readonly type: "TriggerRaised";
      readonly trigger: string;
      readonly severity: SeverityId;
      readonly source: TriggerSource;
      readonly says: string;
      readonly environment: string;
      readonly of: string | null;
      readonly issue: string | null;
      readonly key: string;
      readonly by: string;
    }
  /** `for`, here and below: in whose stead a deputy decided; absent = in the own right. */
  | {
      readonly type: "TriggerGraded";
      readonly trigger: string;
      readonly severity: SeverityId;
      readonly reason: string;
      readonly by: string;
      readonly for?: string;
    }
  /** Its clock ran so far that the next person has to know. */
  | {
      readonly type: "TriggerEscalated";
      readonly trigger: string;
      /** Ids of the people who have to know. */
      readonly to: readonly string[];
      readonly reason: string;
    }
  /** Users should have been well again by now (R121). */
  | { readonly type: "TriggerNotRestored"; readonly trigger: string; readonly reason: string }
  | {
      readonly type: "TriggerDecided";
      readonly trigger: string;
      readonly choice: TriggerChoice;
      readonly reason: string;
      readonly answers: Readonly<Record<string, string>>;
      readonly by: string;
      readonly for?: string;
    }
  | {
      readonly type: "FixApplied";
      readonly trigger: string;
      readonly kind: Fix["kind"];
      readonly name: string;
      readonly by: string;
      readonly for?: string;
    }
  | { readonly type: "FixVerified"; readonly trigger: string; readonly requirement: string }
  | {
      readonly type: "TriggerSettled";
      readonly trigger: string;
      readonly how: Settlement;
      readonly reason: string;
      readonly by: string;
      readonly for?: string;
    }
);
