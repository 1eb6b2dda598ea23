import type { Severity } from "../process/process.ts";
import type { Digest, Instant, Millis } from "../units.ts";

export type SeverityId = Severity["id"];

/** Who noticed it first (R163). `tests`: a check of the process; `security`: an attack; `team`: somebody of the release. */
export const issueSources = ["monitoring", "tests", "users", "security", "team"] as const;
export type IssueSource = (typeof issueSources)[number];

/** Something that is wrong with a build, kept from its first notice to its end. */
export type Issue = {
  readonly id: string;
  readonly title: string;
  readonly severity: SeverityId;
  readonly source: IssueSource;
  /** The environment in which it was seen. */
  readonly environment: string;
  /** What it is called in a tracker, or the check that found it; "" when there is neither. */
  readonly reference: string;
  readonly build: Digest;
  readonly at: Instant;
  readonly by: string;
  /** A person has said how bad it is; what an agent says waits for one. */
  readonly graded: boolean;
  readonly state: "open" | "deferred" | "closed";
  /** Of a deferred one: what users can do about it, and when it will be mended. */
  readonly deferral: { readonly by: string; readonly workaround: string; readonly plan: string } | null;
  readonly closedAt: Instant | null;
};

export type TriggerSource =
  | "verdict"
  | "health"
  | "smoke"
  | "deadline"
  | "hook"
  | "calendar"
  | "alert"
  | "check"
  | "issue"
  | "person";

/** What a person decided about a trigger (R125). `watch`: it is harmless enough to be looked at for longer. */
export type TriggerChoice = "roll-back" | "fix-in-place" | "watch";

export type TriggerDecision = {
  readonly choice: TriggerChoice;
  readonly by: string;
  /** In whose stead a deputy decided. */
  readonly for?: string;
  readonly at: Instant;
  readonly reason: string;
  /** The questions of the decision tree with what was answered. */
  readonly answers: Readonly<Record<string, string>>;
};

/** Only what was planned or rehearsed counts as a fix in place (R132). */
export type Fix = {
  readonly kind: "configuration" | "flag";
  /** The name under which headgate.yaml plans it. */
  readonly name: string;
  readonly by: string;
  readonly at: Instant;
  /** When a check of production passed after it; until then it is no fix. */
  readonly verifiedAt: Instant | null;
};

/** A sign of harm in production, with a clock that its severity sets (R120-R125). */
export type Trigger = {
  readonly id: string;
  readonly severity: SeverityId;
  readonly source: TriggerSource;
  /** What was seen, in words and figures. */
  readonly says: string;
  readonly environment: string;
  readonly rollout: string | null;
  readonly issue: string | null;
  /** What makes the same sign the same: a second alert with an open trigger's key is no second trigger. */
  readonly key: string;
  readonly at: Instant;
  /** Since when its clocks run, through every wait and freeze: as long as it has had its severity, all in all. */
  readonly since: Instant;
  /** How long it had each severity that it was graded away from; absent while it was not. */
  readonly spent?: Readonly<Partial<Record<SeverityId, Millis>>>;
  readonly by: string;
  readonly escalatedAt: Instant | null;
  /** When everybody had to hear that the service was not restored in time (R121). */
  readonly notRestoredAt: Instant | null;
  /** The last decision about it. */
  readonly decision: TriggerDecision | null;
  /** When somebody, or Headgate, first decided: what came before is hesitation (R131). */
  readonly decidedAt: Instant | null;
  readonly fix: Fix | null;
  readonly settled: { readonly how: Settlement; readonly at: Instant } | null;
};

export type Settlement = "rolled back" | "fixed in place" | "cleared" | "mended later";

export const isOpen = ({ settled }: Trigger): boolean => settled === null;
