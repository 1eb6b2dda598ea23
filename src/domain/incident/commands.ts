import type { IssueSource, SeverityId, TriggerSource } from "./incident.ts";

/** What people, machines and the conductor ask of issues and triggers. */
export type IncidentCommand =
  | {
      readonly type: "ReportIssue";
      readonly title: string;
      readonly severity: SeverityId;
      readonly source: IssueSource;
      readonly environment: string;
      readonly reference: string;
    }
  | { readonly type: "GradeIssue"; readonly issue: string; readonly severity: SeverityId; readonly reason: string }
  | { readonly type: "DeferIssue"; readonly issue: string; readonly workaround: string; readonly plan: string }
  /** `retest`: the check that passed since; "" where the word of somebody else than the reporter has to do. */
  | { readonly type: "CloseIssue"; readonly issue: string; readonly note: string; readonly retest: string }
  | {
      readonly type: "RaiseTrigger";
      readonly severity: SeverityId;
      readonly source: Extract<TriggerSource, "alert" | "check" | "person">;
      readonly says: string;
      readonly environment: string;
      readonly key: string;
    }
  | { readonly type: "GradeTrigger"; readonly trigger: string; readonly severity: SeverityId; readonly reason: string }
  /** The answers to the questions of the decision tree; what they lead to is not the asker's to say. */
  | {
      readonly type: "DecideTrigger";
      readonly trigger: string;
      readonly answers: Readonly<Record<string, string>>;
      readonly reason: string;
    }
  | { readonly type: "ApplyFix"; readonly trigger: string; readonly fix: string }
  /** `how`: the harm is gone or was none, or it is mended by a later release. */
  | {
      readonly type: "SettleTrigger";
      readonly trigger: string;
      readonly how: "cleared" | "mended later";
      readonly reason: string;
    }
  /** The conductor's: whatever the clocks of the triggers ask for now. */
  | { readonly type: "KeepTriggers" };
