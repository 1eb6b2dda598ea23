import type { Millis, Percent } from "../domain/units.ts";

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
  readonly strategy: Canary;
  readonly smoke: readonly HttpCheck[];
  /** Proves that data survives a rollback: its answer must be the same before and after. `none`: the service keeps no data. */
  readonly data: HttpCheck | "none" | null;
  /** How a check of the process is answered for this service, by requirement id. */
  readonly checks: Readonly<Record<string, readonly CheckBinding[]>>;
  /** Changed metric targets, with the reason. */
  readonly targets: Readonly<Record<string, { readonly target: number; readonly reason: string }>>;
  readonly guardrails: Guardrails;
  readonly declared: { readonly integrations: readonly string[]; readonly frameworks: readonly string[] };
  /** Audience id → recipients and the channel they are reached by. */
  readonly audiences: Readonly<Record<string, { readonly channel: string; readonly to: readonly string[] }>>;
  readonly channels: Readonly<Record<string, { readonly file: string }>>;
  /** Waiting periods: `validation`, `rollbackWindow`; below the process's own only where `practice` is true. */
  readonly waits: { readonly validation: Millis | null; readonly rollbackWindow: Millis | null };
};

export type Person = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** Other addresses of the same person, for commit authors. */
  readonly aliases: readonly string[];
  readonly kind: "human" | "agent";
  readonly roles: readonly string[];
};

export type Environment = {
  readonly instances: ProcessInstances;
  readonly traffic: Splitter;
  /** Bake times are multiplied by this, so that staging may rehearse the same runbook faster. */
  readonly bakeFactor: number;
  /** Whether verdicts gate the steps here: they need real traffic, which staging seldom has. */
  readonly analysis: boolean;
};

/** Supervised child processes of this machine. */
export type ProcessInstances = {
  readonly driver: "process";
  /** Started in the build's folder, with PORT in its environment. */
  readonly command: readonly string[];
  readonly count: number;
  readonly env: Readonly<Record<string, string>>;
  /** Path that answers 200 once the instance may be given requests. */
  readonly ready: string;
  readonly readyWithin: Millis;
  /** Time between SIGTERM and SIGKILL. */
  readonly stopWithin: Millis;
};

export type Splitter = {
  readonly driver: "splitter";
  readonly listen: { readonly host: string; readonly port: number };
};

export type Canary = {
  readonly kind: "canary";
  readonly steps: readonly {
    readonly weight: Percent;
    readonly bake: Millis;
    readonly gates: readonly ("analysis" | "approval")[];
  }[];
};

export type HttpCheck = {
  readonly name: string;
  /** Path on the service, such as `/cart`. */
  readonly get: string;
  readonly status: number;
  readonly contains: string | null;
  readonly within: Millis;
};

/** Where one part of a check gets its report: exactly one of a command, a file that something else wrote, a page. */
export type CheckBinding = {
  /** "" when the check has no parts. */
  readonly part: string;
  /** Run in the folder of `headgate.yaml`; what it writes to standard output is the report, unless `file` says where. */
  readonly command: readonly string[] | null;
  readonly file: string | null;
  readonly get: string | null;
  readonly format: string;
  readonly within: Millis;
};

/** The absolute judge: how much is too much, and how sure to be. */
export type Guardrails = {
  /** Share of requests that may fail, 0 … 1. */
  readonly errorRate: number;
  /** At most `share` (0 … 1) of requests may take longer than `slowerThan`. */
  readonly latency: { readonly slowerThan: Millis; readonly share: number };
  /** Probability of a false alarm over the whole rollout, 0 … 1. */
  readonly alpha: number;
  /** Probability of calling a bad step good, 0 … 1. */
  readonly beta: number;
  /** Length of a window of counts. */
  readonly interval: Millis;
  /** Fewest candidate requests on a step before it can pass. */
  readonly minRequests: number;
  /** Windows in a row without data after which the rollout pauses. */
  readonly maxMissing: number;
};
