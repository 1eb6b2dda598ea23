import type { Config } from "../config/config.ts";
import type { EnvironmentState } from "../domain/environment.ts";
import type { Process } from "../domain/process/process.ts";
import type { ReleaseStatus } from "../domain/process/status.ts";
import type { Command } from "../domain/release/commands.ts";
import type { Shown } from "../domain/release/events.ts";
import type { Digest, Instant } from "../domain/units.ts";
import type { Entry } from "../journal/port.ts";
import type { Handled } from "./handle.ts";
import type { Loaded } from "./load.ts";

type Actor = Command["by"];

/** Everything that a surface (command line, API, web, agents' tools) may do. They translate; the rules are not here either. */
export type Engine = {
  readonly now: () => Instant;
  /** Opens `<service>-<version>`; keeps the build, pins process, configuration and plan. */
  open(request: OpenRequest): Promise<{ readonly id: string } & Handled>;
  rebuild(id: string, request: BuildRequest & { readonly by: Actor; readonly reason: string }): Promise<Handled>;
  adopt(request: AdoptRequest, signal: AbortSignal): Promise<EnvironmentState>;
  /** Stops everything that runs in an environment that no rollout holds; nobody is served there afterwards. */
  takeDown(request: TakeDownRequest, signal: AbortSignal): Promise<EnvironmentState>;
  load(id: string): Promise<Loaded>;
  list(): Promise<readonly Listed[]>;
  status(id: string): Promise<Loaded & { readonly view: ReleaseStatus }>;
  history(id: string): Promise<readonly Entry[]>;
  /** Gives one command, with the present time. */
  command(id: string, by: Actor, command: WithoutStamp): Promise<Handled>;
  /** What an approver is shown now, its statement, and the digest that a signature is for. */
  shown(
    id: string,
    requirement: string,
  ): Promise<{ readonly statement: string; readonly shown: readonly Shown[]; readonly digest: Digest }>;
  /** Starts the rollout that this requirement asks for, with the runbook as the configuration stands now. */
  start(id: string, requirement: string, by: Actor, current: { readonly config: Config }): Promise<Handled>;
  /** Reads a package folder (`handoff.yaml`) or one report, and records each as evidence. */
  importPackage(id: string, folder: string, by: Actor): Promise<readonly Imported[]>;
  importReport(
    id: string,
    requirement: string,
    file: string,
    by: Actor,
    options: { readonly part: string; readonly format: string },
  ): Promise<Imported>;
  /** Files a record (YAML or JSON of fields) or a document (any bytes). */
  file(id: string, requirement: string, path: string, by: Actor): Promise<Handled>;
  readEnvironment(service: string, name: string): Promise<EnvironmentState>;
  /** Performs effects until nothing is left that a machine can do, or until the signal. */
  conduct(id: string, options: ConductOptions): Promise<void>;
  blob(digest: Digest): Promise<Uint8Array>;
};

type DistributiveOmit<T, K extends string> = T extends unknown ? Omit<T, K> : never;
export type WithoutStamp = DistributiveOmit<Command, "at" | "by">;

export type BuildRequest = {
  readonly path: string;
  readonly version: string;
  readonly commit: string;
  readonly authors: readonly string[];
};

export type OpenRequest = BuildRequest & {
  readonly by: Actor;
  readonly config: Config;
  readonly process: Process;
  readonly productionAt: Instant | null;
};

export type AdoptRequest = {
  readonly config: Config;
  readonly environment: string;
  readonly path: string;
  readonly version: string;
  readonly by: Actor;
  readonly reason: string;
};

export type TakeDownRequest = Pick<AdoptRequest, "config" | "environment" | "by" | "reason">;

/** A release in a list; `problem` when its history cannot be read, so that one damaged stream hides no other (T41). */
export type Listed = {
  readonly id: string;
  readonly service: string;
  readonly version: string;
  readonly phase: string;
  readonly stage: string;
  readonly blocking: number;
  readonly updatedAt: Instant;
  readonly problem: string | null;
};

export type Imported = {
  readonly requirement: string;
  readonly part: string;
  readonly file: string;
  readonly digest: Digest;
  readonly state: "recorded" | "unreadable" | "refused" | "unchanged";
  readonly reason: string;
};

export type ConductOptions = {
  readonly signal: AbortSignal;
  /** `return` when only people can move it on; `wait` for them until the release is over. */
  readonly whenIdle: "return" | "wait";
  /** New lines of the history, as they come. */
  readonly onEntries: (entries: readonly Entry[]) => void;
};
