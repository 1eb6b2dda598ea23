/** Why a command was not accepted. A refusal is a value; the words and what to do stand in the catalogue of errors. */
export type RefusalCode =
  | "NOT_OPEN"
  | "ALREADY_OPEN"
  | "UNKNOWN_REQUIREMENT"
  | "UNKNOWN_PERSON"
  | "AGENT_FORBIDDEN"
  | "ROLE_MISSING"
  | "DUTY_CONFLICT"
  | "SHOWN_CHANGED"
  | "SHOWN_NOT_MET"
  | "AFTER_NOT_MET"
  | "PERIOD_NOT_OVER"
  | "PERIOD_NOT_BEGUN"
  | "PERIOD_ONLY_LONGER"
  | "PERIOD_TOO_LONG"
  | "WINDOW_TOO_SHORT"
  | "WINDOW_ARMED"
  | "FEATURE_UNKNOWN"
  | "REASON_MISSING"
  | "WRONG_KIND"
  | "NOT_WAIVABLE"
  | "WAIVER_NOT_REQUESTED"
  | "WAIVER_OWN"
  | "WAIVER_EXPIRED"
  | "OTHER_BUILD"
  | "FROM_THE_FUTURE"
  | "NOT_BY_REPORT"
  | "SIGNER_NOT_ALLOWED"
  | "FIELDS_MISSING"
  | "DOCUMENT_LACKS"
  | "GATE_CLOSED"
  | "TOO_LATE_TO_ASK"
  | "NOT_REHEARSED"
  | "COMPARED_WITH_ANOTHER"
  | "OUTSIDE_WINDOW"
  | "FROZEN"
  | "LINE_STOPPED"
  | "LINE_NOT_STOPPED"
  | "FREEZE_UNKNOWN"
  | "FREEZE_CONFIGURED"
  | "FREEZE_INVALID"
  | "ROLLOUT_IN_PROGRESS"
  | "NO_BASELINE"
  | "NO_ROLLOUT"
  | "ROLLING_BACK"
  | "STEP_OVER"
  | "STEP_NOT_READY"
  | "STEP_NOT_MANUAL"
  | "STEP_OUT_OF_ORDER"
  | "NOT_PAUSED"
  | "NOT_BREAKABLE"
  | "NO_REVIEWER"
  | "NO_EMERGENCY"
  | "NO_PROPOSAL"
  | "TO_BE_SIGNED"
  | "TASK_UNKNOWN"
  | "ALERT_UNKNOWN"
  | "ISSUE_UNKNOWN"
  | "ISSUE_UNGRADED"
  | "NOT_DEFERRABLE"
  | "RETEST_MISSING"
  | "RETEST_NOT_PASSED"
  | "INCIDENTS_OPEN"
  | "ENVIRONMENT_UNKNOWN"
  | "TOO_MUCH"
  | "TRIGGER_UNKNOWN"
  | "TOO_LIGHT"
  | "ANSWER_MISSING"
  | "FIX_NOT_PLANNED"
  | "NOT_LATER"
  | "POST_UNKNOWN"
  | "POST_EMPTY"
  | "NOT_ON_CALL"
  | "NOTE_EMPTY"
  | "SUBJECT_UNKNOWN"
  | "SAME_BUILD"
  | "BUILD_ROLLED_BACK"
  | "ATTEMPT_FAILED"
  | "ANALYSIS_MISSING"
  | "DIAGNOSIS_MISSING"
  | "NEW_BUILD_NEEDED"
  | "FIX_INCOMPLETE"
  | "NO_FAILED_ATTEMPT";

export type Refusal = { readonly code: RefusalCode; readonly detail: Readonly<Record<string, string | number>> };

export type Refused = { readonly ok: false; readonly refusal: Refusal };

export type Decision<Event> =
  | { readonly ok: true; readonly events: readonly Event[]; readonly note: string | null }
  | Refused;

/** No events = nothing was left to do: a late echo, or an act that is done already; `note` says which to a person. */
export const accept = <Event>(events: readonly Event[] = [], note: string | null = null): Decision<Event> => ({
  ok: true,
  events,
  note,
});

export const refuse = (code: RefusalCode, detail: Refusal["detail"] = {}): Refused => ({
  ok: false,
  refusal: { code, detail },
});
