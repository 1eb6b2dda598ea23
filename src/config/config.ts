import type { Freeze } from "../domain/calendar/freeze.ts";
import type { PlannedFix } from "../domain/incident/planned-fix.ts";
import type { Hook, HookPoint } from "../domain/rollout/hook.ts";
import type { StrategyAnswers } from "../domain/rollout/recommend.ts";
import type { AddedStep } from "../domain/rollout/runbook.ts";
import type { Recipe } from "../domain/rollout/strategy.ts";
import type { Unanswered } from "../domain/runbook/own-step.ts";
import type { Millis } from "../domain/units.ts";
import type { Backups } from "./backups.ts";
import type { Channel } from "./channels.ts";
import type { Declared } from "./declared.ts";
import type { Environment } from "./environment.ts";
import type { Feature } from "./features.ts";
import type { LoggedService } from "./logs.ts";
import type { Monitoring } from "./monitoring.ts";
import type { OnCall } from "./on-call.ts";
import type { Parity } from "./parity.ts";
import type { ProbeSpec } from "./probes.ts";
import type { Running } from "./running.ts";

/** `headgate.yaml` once read: every default filled in, every duration in ms. The schema is `config/schema.ts`. */
export type Config = {
  readonly service: string;
  /** Declares waiting periods below the process's minimum; every document of the release then says so. */
  readonly practice: boolean;
  readonly people: readonly Person[];
  /** Person id of the one owner. */
  readonly owner: string;
  /** Who reviews afterwards what a small team could not separate; null = duties are never relaxed. */
  readonly smallTeamReviewer: string | null;
  readonly environments: { readonly staging: Environment; readonly production: Environment };
  readonly strategy: Strategy;
  /** By the point at which they are run. */
  readonly hooks: { readonly [Point in HookPoint]?: Hook | undefined };
  readonly smoke: readonly HttpCheck[];
  /** Proves that data survives a rollback: its answer must be the same before and after. `none`: the service keeps no data. */
  readonly data: HttpCheck | "none" | null;
  /** How a check of the process is answered for this service, by requirement id. */
  readonly checks: Readonly<Record<string, readonly CheckBinding[]>>;
  /** Changed metric targets, with the reason. */
  readonly targets: Readonly<Record<string, { readonly target: number; readonly reason: string }>>;
  /** Checks that are looked at more often than the process asks for. */
  readonly lookEvery: Readonly<Record<string, Millis>>;
  readonly guardrails: Guardrails;
  readonly analysis: Analysis;
  readonly declared: Declared;
  /** Audience id → recipients and the channel they are reached by. */
  readonly audiences: Readonly<Record<string, { readonly channel: string; readonly to: readonly string[] }>>;
  readonly channels: Readonly<Record<string, Channel>>;
  /** The channel by which people hear that something is overdue; null = the first one. */
  readonly escalationChannel: string | null;
  /** Waiting periods: `validation`, `rollbackWindow`; below the process's own only where `practice` is true. */
  readonly waits: {
    readonly validation: Millis | null;
    readonly rollbackWindow: Millis | null;
    /** How long a pause may last, and what is done then. */
    readonly pause?: Millis;
    readonly pauseUnanswered?: Unanswered;
  };
  /** Steps that the service adds to the runbook. */
  readonly runbook: readonly AddedStep[];
  /** How staging is compared with production; null: as far as this file tells. */
  readonly parity: Parity | null;
  /** Null: instances tell their build alone. */
  readonly running: Running | null;
  /** Null: none are declared. */
  readonly backups: Backups | null;
  /** How the service is watched, tried by test; nothing is declared by default. */
  readonly monitoring: Monitoring;
  readonly onCall: OnCall | null;
  readonly plannedFixes: readonly PlannedFix[];
  readonly logs: { readonly services: readonly LoggedService[] };
  /** What the service consists of beside its instances, each with a probe of its name. */
  readonly components: readonly ProbeSpec[];
  /** By name, with the reason why it is no more. */
  readonly retiredComponents: Readonly<Record<string, string>>;
  /** Probes of `declared.integrations`, by name. */
  readonly integrations: readonly ProbeSpec[];
  readonly features: readonly Feature[];
  readonly audit: readonly LoggedService[];
  readonly dataProtection: readonly ProbeSpec[];
  /** Periods in which nothing advances. */
  readonly freezes: readonly Freeze[];
  /** PostgreSQL for the journal, as it is written: `$NAME`, or a url without a password. Kept with each release. */
  readonly database?: string | undefined;
};

export type Person = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** Other addresses of the same person, for commit authors. */
  readonly aliases: readonly string[];
  readonly kind: "human" | "agent";
  /** The own ones, and those of every group. */
  readonly roles: readonly string[];
  /** Ids of the people who may act in this person's stead. */
  readonly deputies: readonly string[];
  /** Of an agent: the person on whose behalf it acts; null = the owner. */
  readonly for: string | null;
};

/** How a build takes over from the one before it. */
export type Strategy = Recipe & {
  /** Why this one, where it is not the one that the answers recommend. */
  readonly reason: string;
  /** What the recommendation was computed from. */
  readonly answers: StrategyAnswers | null;
};

export type HttpCheck = {
  readonly name: string;
  /** Path on the service, such as `/cart`. */
  readonly get: string;
  readonly status: number;
  readonly contains: string | null;
  readonly within: Millis;
  /** Absent = GET. */
  readonly method?: "POST" | "PUT" | "PATCH" | "DELETE";
  /** What is sent with it, as it stands: JSON. */
  readonly body?: string;
  /** Removes what it left behind, whatever came of it; absent = it only reads. */
  readonly cleanup?: Cleanup;
};

/** A request, or a command that is told the mark of the test data in HEADGATE_TEST. */
export type Cleanup =
  | { readonly method: "POST" | "PUT" | "PATCH" | "DELETE"; readonly path: string }
  | { readonly command: readonly string[] };

/** Where one part of a check gets its report: exactly one of a command, a file that something else wrote, a page, probes. */
export type CheckBinding = {
  /** "" when the check has no parts. */
  readonly part: string;
  /** Run in the folder of `headgate.yaml`; what it writes to standard output is the report, unless `file` says where. */
  readonly command: readonly string[] | null;
  readonly file: string | null;
  readonly get: string | null;
  /** Looks of Headgate's own, which are answered together in the format `figures`. */
  readonly probes: readonly ProbeSpec[] | null;
  /** So long after production runs the build, what probes find wrong is waited for; absent: not at all. */
  readonly warmUp?: Millis;
  readonly format: string;
  readonly within: Millis;
};

/** Absolute limits. */
export type Guardrails = {
  /** Share of requests that may fail, 0 … 1. */
  readonly errorRate: number;
  /** At most `share` (0 … 1) of requests may take longer than `slowerThan`. */
  readonly latency: { readonly slowerThan: Millis; readonly share: number };
  /** What a broken limit does; `auto`: a rollback once all traffic is the candidate's, a pause before. */
  readonly action: "auto" | "pause" | "rollback";
};

/** How the candidate is compared with the baseline, and how sure to be. What each key means is in `config/analysis.ts`. */
export type Analysis = {
  /** Probabilities in (0, 0.5): of a false alarm over a rollout, and of calling a bad step good. */
  readonly alpha: number;
  readonly beta: number;
  /** Length of a window of counts. */
  readonly interval: Millis;
  readonly errors: ComparedOutcome;
  /** null: held to the limit alone. */
  readonly latency: ComparedLatency | null;
  readonly counters: Readonly<Record<string, ComparedOutcome>>;
  readonly gauges: Readonly<Record<string, { readonly margin: number }>>;
  readonly warmUp: Millis;
  readonly minRequests: number;
  readonly maxMissing: number;
  readonly noTraffic: Millis;
  readonly decideWithin: Millis;
  readonly onInconclusive: "auto" | "promote" | "pause" | "rollback";
  /** null: as router and source of counts need it. */
  readonly dispersion: number | null;
  readonly cap: number | null;
};

export type ComparedLatency = {
  readonly weight: number;
  readonly margin: number;
  readonly slack: Millis;
  /** Share of the needed evidence that one window may bring. */
  readonly cap: number;
};

export type ComparedOutcome = {
  readonly weight: number;
  /** Odds ratios, at 5 % of traffic and less, and above. */
  readonly margin: { readonly small: number; readonly large: number };
  readonly floor: number;
};
