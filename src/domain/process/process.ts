import type { Notice } from "../notice/notice.ts";
import type { Millis } from "../units.ts";
import type { BreakGlass } from "./break-glass.ts";
import type { ChecklistItem, Controls, EvidenceKind } from "./controls.ts";
import type { Duty } from "./duty.ts";
import type { Escalation } from "./escalation.ts";
import type { MetricTarget } from "./metric-target.ts";
import type { Post } from "./post.ts";
import type { Rule } from "./rule.ts";

/**
 * The shape of a process: everything that a release must go through, as data. `src/process/` reads it from YAML and
 * checks it; nothing in the code knows the name of a stage, a role or a criterion.
 */
export type Process = {
  readonly name: string;
  readonly version: string;
  /** True when waiting periods are shorter than the process allows for real releases; every document then says so. */
  readonly practice: boolean;
  readonly roles: readonly Role[];
  readonly stages: readonly Stage[];
  readonly requirements: readonly Requirement[];
  /** The quality gates to leave the process by, each a set of requirements. */
  readonly exitGates: readonly ExitGate[];
  readonly severities: readonly Severity[];
  readonly metrics: readonly MetricTarget[];
  readonly outputs: readonly Output[];
  readonly questions: readonly Question[];
  /** The checklist as people see it; absent in processes that were pinned before there was one. */
  readonly checklist?: readonly ChecklistItem[];
  readonly evidenceKinds?: readonly EvidenceKind[];
  /** Of the frameworks that the service has switched on. */
  readonly controls?: Controls;
  /** Which issues stand in the way of what, and which may be put off; absent in processes of before. */
  readonly issues?: IssueRules;
  /** Who decides about triggers, and who hears of those that nobody decides about. */
  readonly triggers?: TriggerRules;
  /** Who may declare freezes and stop the line, beside the owner of a service; absent in processes of before. */
  readonly calendarRoles?: readonly string[];
  readonly rollbackWindow: Millis;
  /** The least that it is, where a service has a longer one; absent where it is the same. */
  readonly rollbackWindowLeast?: Millis;
  /** Roles that may close a longer one once the least is over. */
  readonly rollbackWindowClosedBy?: readonly string[];
  /** Time allowed for a real rollback and its drill, from decision to the old build healthy and alone. */
  readonly rollbackTarget: Millis;
  /** How long people may take for what only they can do; without it nothing is ever overdue. */
  readonly dueWithin?: Millis;
  /** Who is told, one rung after the other, of what is overdue. */
  readonly escalation?: Escalation;
  /** How one person may open a requirement in an emergency; without it nobody may. */
  readonly breakGlass?: BreakGlass;
  /** Messages that events cause; absent in processes of before. */
  readonly notices?: readonly Notice[];
  /** Roles that may write a message of their own to whomever the notice on it is for; without it nobody may. */
  readonly messagesBy?: readonly string[];
  /** How long an audience that was told of the plan may hear nothing; absent = for ever. */
  readonly quiet?: QuietRules;
  /** What a release that was opened as an emergency still has to show; without it none may be. */
  readonly emergency?: Emergency;
};

export type IssueRules = {
  /** An open one of these severities stops what `stops` names. */
  readonly severe: readonly Severity["id"][];
  /** Requirements that cannot be begun or signed meanwhile. */
  readonly stops: readonly string[];
  /** Severities that may be put off into the known issues, by whoever holds one of the roles. */
  readonly deferrable: readonly Severity["id"][];
  readonly deferredBy: readonly string[];
  /** How bad an issue from this source always is, whatever was typed with it. */
  readonly bySource?: Readonly<Record<string, Severity["id"]>>;
};

/** Roles. */
export type TriggerRules = { readonly decidedBy: readonly string[]; readonly escalateTo: readonly string[] };

/** Fewer requirements and shorter waits for an emergency, reviewed within this time by somebody else of these roles. */
export type Emergency = {
  readonly reviewWithin: Millis;
  readonly reviewers: readonly string[];
  /** The longest that a stage's period lasts. */
  readonly period: Millis;
  /** Requirements that are asked for all the same; of the others only what is known to be bad counts. */
  readonly requires: readonly string[];
};

export type Role = {
  readonly id: string;
  readonly title: string;
  readonly charge: string;
  /** A release cannot leave its first gate while nobody holds a required role. */
  readonly required: boolean;
  /** What it does for a release, and by what one sees that it did. */
  readonly duties?: readonly RoleDuty[];
  /** What the war room shows to whoever holds it: ids of requirements, and facts written `fact:exposure`. */
  readonly sees?: readonly string[];
};

/** `shownBy`: ids of requirements, `post:ID`, and acts of its holders (`act:note`). One of them is enough. */
export type RoleDuty = { readonly title: string; readonly shownBy: readonly string[] };

export type Stage = {
  readonly id: string;
  readonly title: string;
  readonly purpose: string;
  /** Stages whose gates must be open before anything in this one may be started. */
  readonly after: readonly string[];
  /** A plan figure; being late alerts and never gates. */
  readonly budget: Millis;
  /** The stage cannot be left earlier than this long after its start (the validation period). */
  readonly period?: Millis;
  /** Longest that its period may become by extension or by headgate.yaml. */
  readonly periodMost?: Millis;
  /** Roles that may extend it. */
  readonly extendedBy?: readonly string[];
  /** Replaces the process's own. */
  readonly dueWithin?: Millis;
  /** What fails here ends the attempt: the stage is locked until a new one begins, and passes from its first step on. */
  readonly attempts?: Attempts;
  /** What people owe after a rollback for cause here; no other attempt begins before that. */
  readonly analysis?: AnalysisForm;
};

/** The `owner` says why an attempt failed. A fix that changes nothing but files of these kinds is shown as doubtful. */
export type Attempts = { readonly owner: string; readonly tests: readonly string[] };

export type AnalysisForm = { readonly owner: string; readonly within: Millis; readonly fields: readonly Field[] };

type Common = {
  readonly id: string;
  readonly stage: string;
  readonly title: string;
  /** Rows and approvals of the requirements that it answers, for tracing: `R4`, `A12`. */
  readonly rows: readonly string[];
  /** The role that owes it. */
  readonly owner: string;
  /** Why it matters, in a sentence for the person who is blocked by it. */
  readonly why: string;
  readonly waivable: boolean;
  /** False: not even in an emergency. What is never waivable can never be broken either. */
  readonly breakGlass?: boolean;
  /** Requirements that must be met before this one can be done. */
  readonly after: readonly string[];
};

/** A question that a machine answers from evidence. */
export type Check = Common & {
  readonly kind: "check";
  /** Report formats that may answer it; empty when only a probe may. */
  readonly reports: readonly string[];
  /** Each part needs a report of its own (`sast`, `dast`, `sca`); empty means one report answers all. */
  readonly parts: readonly string[];
  /** Formats of VEX documents that may take findings out of the count, brought by whoever holds the owner's role. */
  readonly vex?: readonly string[];
  /** `production`: what the build that runs there brought to the same check; else a check of this release. */
  readonly comparedWith?: string;
  /** Circumstances one of which makes a part apply; a part that is not named here always does. */
  readonly applies?: Readonly<Record<string, readonly Circumstance[]>>;
  /** Its parts are one set of runs: where some of them are missing, what the others say is partial. */
  readonly matrix?: boolean;
  /** A built-in probe that answers it, when the service binds nothing else. */
  readonly probe?: string;
  /** What its answer stands on: when that changes before the stage it has to be fresh for, it is asked again. */
  readonly looksAt?: readonly string[];
  readonly rules: readonly Rule[];
  readonly freshness?: Freshness;
  /** It tells what was before this stage's rollout began: from then on it is neither asked nor answered. */
  readonly until?: string;
  /** Asked again this often while its stage is open. */
  readonly every?: Every;
  /** The rollout while which it is asked again; after its end only once more. */
  readonly during?: string;
  /** What it raises when it fails while the build is in service: a trigger of this severity, and an issue. */
  readonly raises?: Severity["id"];
  /** Roles one of which the signer of the report must hold. */
  readonly signers: readonly string[];
  /** The report must name the digest of every other report of its stage; else it is stale (the go/no-go record). */
  readonly supersededByStage: boolean;
  /** Conditions in the report open tasks; they count in the gate of this stage. */
  readonly tasksIn?: string;
};

/** One pause between looks, or several, one after the other from the start of the period; the last has no end. */
export type Every = Millis | readonly { readonly for?: Millis; readonly every: Millis }[];

/** `framework:pci`: the service declares it. `migration`: a hook changes data that both versions use. `batches`: both versions answer while one replaces the other. `bound`: `headgate.yaml` binds this part. `browser:webkit`: the service declares that enough of its users have it. `integrations`: the service declares one. */
export type Circumstance =
  | "migration"
  | "batches"
  | "bound"
  | "integrations"
  | `framework:${string}`
  | `browser:${string}`;

/** `within` counts to the first start of stage `at`, or to now while that has not started. */
export type Freshness = { readonly within: Millis; readonly at?: string };

/** A person's signed statement. */
export type Approval = Common & {
  readonly kind: "approval";
  readonly statement: string;
  /** What the person is shown and signs for: requirement ids, and facts written `fact:schedule`. */
  readonly shows: readonly string[];
  readonly duties: readonly Duty[];
  /** Valid this long; counted to the start of stage `at` where given. */
  readonly expires?: Freshness;
  /** Replaces the stage's and the process's own. */
  readonly dueWithin?: Millis;
};

export type QuietRules = {
  readonly after: Millis;
  /** In the last `workingDays` before the date. */
  readonly close: Millis;
  readonly workingDays: number;
  /** After the date, while production has not begun and nobody has said so. */
  readonly late: Millis;
};

export type DocumentRequirement = Common & {
  readonly kind: "document";
  /** The generator that writes it from facts; without one a person files it. */
  readonly template?: string;
  /** What it is made from: when that changes, the document is stale and written again. */
  readonly shows: readonly string[];
  /** What it has to speak of, each under a heading; absent = as its writer likes. */
  readonly sections?: readonly SectionOwed[];
};
export type SectionOwed = {
  /** Words, one of which its heading holds; it is called by the first. */
  readonly names: readonly string[];
  /** `data-changes`: only of a release whose hooks change data. */
  readonly when?: "data-changes";
};

/** A form that people fill. */
export type RecordForm = Common & {
  readonly kind: "record";
  readonly fields: readonly Field[];
};
export type Field = {
  readonly name: string;
  readonly asks: string;
  readonly required: boolean;
  /** `build`: it must name this build by its digest. `issues`: each line of it but "none" becomes an issue. */
  readonly holds?: "build" | "issues";
};

export type Message = Common & {
  readonly kind: "message";
  readonly audience: string;
  readonly subject: string;
  readonly body: string;
  /** Days before production at which it is due by plan; without it, it is due once its `after` is met. */
  readonly leadTime?: Millis;
};

export type RolloutRequirement = Common & {
  readonly kind: "rollout";
  readonly environment: string;
  readonly purpose: "deploy" | "drill";
  /** An agent may start it too; without it only a person who holds the owner role may. */
  readonly agentsMayStart: boolean;
  /** Who has to be there when it begins. */
  readonly posts?: readonly Post[];
  /** What a machine looks at once more when somebody starts it and its last look is older than `within`. */
  readonly recheck?: { readonly within: Millis; readonly checks: readonly string[] };
};

export type Requirement = Check | Approval | DocumentRequirement | RecordForm | Message | RolloutRequirement;

export type ExitGate = {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly string[];
  readonly requires: readonly string[];
};

/** How soon a trigger of this severity must be acted on. */
export type Severity = {
  readonly id: "critical" | "high" | "medium" | "low";
  readonly means: string;
  readonly rollBackAfter?: Millis;
  readonly escalateAfter?: Millis;
  readonly decideWithin?: Millis;
  /** In production: from the trigger until the old build is healthy with all traffic. */
  readonly restoreWithin?: Millis;
};

export type Output = { readonly id: string; readonly title: string; readonly requirement: string };
export type Question = { readonly id: string; readonly topic: string; readonly asks: string };

export type RequirementState =
  | "pass"
  | "fail"
  | "missing"
  | "stale"
  | "inconclusive"
  | "error"
  | "waived"
  | "not applicable";
