import type { Freeze } from "../domain/calendar/freeze.ts";
import type { Recurring } from "../domain/calendar/recurring.ts";
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

export type Environment = {
  readonly instances: Instances;
  readonly traffic: Traffic;
  readonly metrics: Metrics;
  /** Bake times are multiplied by this, so that staging may rehearse the same runbook faster. */
  readonly bakeFactor: number;
  /** Whether verdicts gate the steps here: they need real traffic, which staging seldom has. */
  readonly analysis: boolean;
  /** When it may change; none = at any time. */
  readonly windows: readonly Recurring[];
  /** When it is busiest. */
  readonly peaks: readonly Recurring[];
};

export type Instances = ProcessInstances | SshInstances | DockerInstances | CommandInstances;

/** What Headgate must know of instances, wherever they run. */
export type Supervised = {
  readonly count: number;
  readonly env: Readonly<Record<string, string>>;
  /** Path that answers 200 once the instance may be given requests. */
  readonly ready: string;
  readonly readyWithin: Millis;
  /** Time between the request to stop and the end by force. */
  readonly stopWithin: Millis;
};

/** Supervised child processes of this machine. */
export type ProcessInstances = Supervised & {
  readonly driver: "process";
  /** Started in the build's folder, with PORT in its environment. */
  readonly command: readonly string[];
};

/** Processes or systemd units on hosts that are reached over SSH. */
export type SshInstances = Supervised & {
  readonly driver: "ssh";
  readonly hosts: readonly SshHost[];
  /** File with the private key; relative to headgate.yaml. */
  readonly key: string;
  /** Folder on each host under which builds are put and instances keep their state. */
  readonly folder: string;
  /** One instance per port and host. */
  readonly ports: readonly number[];
  /** Started in the build's folder with PORT in its environment; null when units are used. */
  readonly command: readonly string[] | null;
  /** systemd template such as `shop@`, started as `shop@<port>.service`; null when a command is used. */
  readonly unit: string | null;
};

export type SshHost = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** `SHA256:…` of the host's key, as `ssh-keygen -lf` prints it; any other key is refused. */
  readonly fingerprint: string;
  /** Where the router reaches its instances. */
  readonly reach: string;
};

/** Containers by the Docker Engine API; the build's digest is the digest of the image. */
export type DockerInstances = Supervised & {
  readonly driver: "docker";
  /** Unix socket of the engine. */
  readonly socket: string;
  /** Repository without tag, such as `registry.example/shop`. */
  readonly image: string;
  /** Where the container listens; published on a free port of `publish`. */
  readonly port: number;
  /** Address of this machine that ports are published on. */
  readonly publish: string;
};

/** The user's own scripts. */
export type CommandInstances = Supervised & {
  readonly driver: "command";
  readonly bring: readonly string[];
  readonly observe: readonly string[];
  readonly remove: readonly string[];
  /** Absent = nobody hands over what instances print. */
  readonly logs?: readonly string[];
};

export type Traffic = Splitter | Haproxy | Nginx;

export type Listen = { readonly host: string; readonly port: number };

export type Splitter = { readonly driver: "splitter"; readonly listen: Listen };

/** A HAProxy that runs already, by its runtime API. */
export type Haproxy = {
  readonly driver: "haproxy";
  readonly listen: Listen;
  /** Admin socket of the running HAProxy. */
  readonly socket: string;
  /** Folder for what must survive its reload: maps and the state of the servers. */
  readonly folder: string;
  /** UDP address that its request log is sent to, for latencies. */
  readonly log: Listen;
  /** Cookie that names a user: a user who met the candidate keeps meeting it while its weight rises. */
  readonly sticky: string | null;
};

/** An nginx that runs already: a file that it includes is written, and it is reloaded. */
export type Nginx = {
  readonly driver: "nginx";
  readonly listen: Listen;
  /** Folder of the included file. */
  readonly folder: string;
  /** Reloads it, such as `[nginx, -s, reload]`. */
  readonly reload: readonly string[];
};

/** `router`: the counts of the traffic driver itself. */
export type Metrics = { readonly driver: "router" } | Prometheus | Web;

export type Prometheus = {
  readonly driver: "prometheus";
  readonly url: string;
  /** Selector of the counter of all requests, such as `http_requests_total{job="shop"}`. */
  readonly requests: string;
  /** Selector of the counter of failed ones. */
  readonly errors: string;
  /** Selector of a histogram in seconds, classic or native, without `_bucket`. */
  readonly latency: string;
  /** Label that holds the build's version. */
  readonly label: string;
  /** Selectors of counters of the service's own, by name: of all events, and of those that went wrong. */
  readonly counters: Readonly<Record<string, { readonly total: string; readonly bad: string }>>;
  /** Selectors of gauges, by name. */
  readonly gauges: Readonly<Record<string, string>>;
};

/** A page of the user's own that tells running totals per build as JSON. */
export type Web = {
  readonly driver: "web";
  readonly url: string;
  /** A page that says it was counted longer ago is no data. */
  readonly maxAge: Millis;
  /** Names of counters and gauges of the service's own that are taken from the page. */
  readonly counters: readonly string[];
  readonly gauges: readonly string[];
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
