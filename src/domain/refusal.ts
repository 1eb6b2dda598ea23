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
  | "GATE_CLOSED"
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
  | "NO_PROPOSAL"
  | "TO_BE_SIGNED"
  | "TASK_UNKNOWN"
  | "ALERT_UNKNOWN"
  | "SAME_BUILD"
  | "BUILD_ROLLED_BACK";

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
