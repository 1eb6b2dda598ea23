import type { PlannedFix } from "../incident/planned-fix.ts";
import type { PlannedHook } from "../rollout/hook.ts";
import type { Answer } from "../rollout/person-waits.ts";
import type { Ranked } from "../rollout/recommend.ts";
import type { RunbookStep } from "../rollout/runbook.ts";
import type { Step } from "../rollout/step.ts";
import type { Digest, Instant, Millis } from "../units.ts";

export type Build = {
  readonly version: string;
  readonly digest: Digest;
  readonly commit: string;
  /** When it was committed, as git or whoever opened the release says; absent = nobody said. */
  readonly committedAt?: Instant;
  /** E-mail addresses of the commits' authors; who they are is looked up among the people. */
  readonly authors: readonly string[];
};

export type PersonRef = {
  readonly id: string;
  readonly name: string;
  readonly kind: "human" | "agent";
  readonly roles: readonly string[];
  /** Every address of this person, lower case. */
  readonly emails: readonly string[];
  /** Who may act in this person's stead, by id. */
  readonly deputies?: readonly string[];
  /** Of an agent: the person on whose behalf it acts; the release's owner where nobody is named. */
  readonly for?: string;
};

/** What was settled when the release was opened: pinned, so that a later edit of a file changes no release in flight. */
export type Plan = {
  readonly owner: string;
  readonly people: readonly PersonRef[];
  readonly smallTeamReviewer: string | null;
  readonly strategy: string;
  /** Why this one: a person's reason, and what the answers of the questionnaire made of all four; none = not asked. */
  readonly choice: { readonly reason: string; readonly ranking: readonly Ranked[] };
  readonly impact: string;
  readonly rollback: string;
  readonly runbook: { readonly digest: Digest; readonly steps: readonly RunbookStep[] };
  readonly environments: Readonly<Record<string, { readonly steps: readonly Step[]; readonly count: number }>>;
  /** Commands at named points of each rollout. */
  readonly hooks: readonly PlannedHook[];
  readonly declared: Readonly<Record<string, readonly string[]>>;
  /** `requirement` or `requirement#part` that headgate.yaml binds to a command, file or page. */
  readonly bound: readonly string[];
  readonly audiences: Readonly<Record<string, readonly string[]>>;
  readonly dataCheck: "none" | "checked" | "absent";
  readonly interval: Millis;
  readonly watchInterval: Millis;
  readonly productionAt: Instant | null;
  /** Changes that may be made on users' behalf in an emergency; absent = none was planned. */
  readonly plannedFixes?: readonly PlannedFix[];
  /** Length of the window, from `productionAt` on, in which production may start; absent = at any time. */
  readonly window?: Millis;
  /** Delivered stories; `manual`: the role whose holder looks in production, null where a check does or nothing. */
  readonly features?: readonly { readonly story: string; readonly title: string; readonly manual: string | null }[];
  /** Why it was opened as an emergency; absent = it was not. */
  readonly emergency?: { readonly reason: string; readonly by: string };
  /** How long a pause of a rollout may last, and what is done then; absent = for ever, as it was once. */
  readonly pauses?: Answer;
};
