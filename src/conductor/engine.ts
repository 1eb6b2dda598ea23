import type { Config } from "../config/config.ts";
import type { DrillRun } from "../domain/backups/drill-run.ts";
import type { CalendarAct } from "../domain/calendar/commands.ts";
import type { CalendarEvent } from "../domain/calendar/events.ts";
import type { CalendarView } from "../domain/calendar/hindrance.ts";
import type { Span } from "../domain/calendar/span.ts";
import type { EnvironmentState, Waiting } from "../domain/environment.ts";
import type { FixGiven } from "../domain/failure/commands.ts";
import type { Process } from "../domain/process/process.ts";
import type { ReleaseStatus } from "../domain/process/status.ts";
import type { Decision } from "../domain/refusal.ts";
import type { Command } from "../domain/release/commands.ts";
import type { Effect } from "../domain/release/effects.ts";
import type { Shown } from "../domain/release/events.ts";
import type { BuildRef } from "../domain/rollout/rollout.ts";
import type { Digest, Instant, Millis } from "../domain/units.ts";
import type { Entry } from "../journal/port.ts";
import type { Seen } from "../probes/port.ts";
import type { CalendarOverview } from "./calendar-overview.ts";
import type { Pace } from "./conduct-pace.ts";
import type { BackUpRequest, DrillRequest } from "./drill-backups.ts";
import type { Handled } from "./handle.ts";
import type { ListedEnvironment } from "./list-environments.ts";
import type { Loaded } from "./load.ts";
import type { Look } from "./look.ts";
import type { SeenTraffic } from "./seen-traffic.ts";
import type { TriedProbes } from "./try-probes.ts";

type Actor = Command["by"];

/** Everything that a surface (command line, API, web, agents' tools) may do. They translate; the rules are not here either. */
export type Engine = {
  readonly now: () => Instant;
  /** Opens `<service>-<version>`; keeps the build, pins process, configuration and plan. */
  open(request: OpenRequest): Promise<{ readonly id: string } & Handled>;
  /** `fix`: what a failed attempt asks of the new build. */
  rebuild(
    id: string,
    request: BuildRequest & { readonly by: Actor; readonly reason: string; readonly fix?: FixGiven },
  ): Promise<Handled>;
  adopt(request: AdoptRequest, signal: AbortSignal): Promise<EnvironmentState>;
  /** Stops everything that runs in an environment that no rollout holds; nobody is served there afterwards. */
  takeDown(request: TakeDownRequest, signal: AbortSignal): Promise<EnvironmentState>;
  /** Restores backups to a scratch place, and writes down how it went. */
  drillBackups(request: DrillRequest, signal: AbortSignal): Promise<readonly DrillRun[]>;
  /** Dumps the database of a store, with the list of what is in it. */
  backUp(request: BackUpRequest, signal: AbortSignal): Promise<Seen>;
  load(id: string): Promise<Loaded>;
  list(): Promise<readonly Listed[]>;
  /** A page of the list, newest first; for whoever asks often. */
  page(query: ReleaseQuery): Promise<ReleasePage>;
  /** `runs`: the known-good build of each environment, as its own history has it. */
  status(id: string): Promise<Loaded & { readonly view: ReleaseStatus; readonly runs: Runs }>;
  /** What the calendar holds for this release now. */
  calendarOf(loaded: Loaded): Promise<CalendarView>;
  /** A freeze, an exception from one, or the line; what was said of planned times is asked anew then. */
  actOnCalendar(request: CalendarRequest, signal: AbortSignal): Promise<CalendarActed>;
  calendar(config: Config, range: Span, zone?: string): Promise<CalendarOverview>;
  /** What stands against the planned time of a release, in words. */
  conflicts(id: string): Promise<readonly string[]>;
  history(id: string): Promise<readonly Entry[]>;
  /** Gives one command, with the present time. */
  command(id: string, by: Actor, command: WithoutStamp): Promise<Handled>;
  /** Somebody is there for a post; whom the roster has on call is looked up. */
  confirmPresence(id: string, requirement: string, post: string, by: Actor): Promise<Handled>;
  /** What an approver is shown now, its statement, and the digest that a signature is for. */
  shown(
    id: string,
    requirement: string,
  ): Promise<{
    readonly statement: string;
    readonly shown: readonly Shown[];
    readonly digest: Digest;
    readonly build: Digest;
  }>;
  /** Starts the rollout that this requirement asks for, with the runbook as the configuration stands now. */
  start(id: string, requirement: string, by: Actor, current: { readonly config: Config }): Promise<Handled>;
  /** Reads a package (a folder or a zip file with `handoff.yaml`) or one report, and records each as evidence. */
  importPackage(id: string, path: string, by: Actor): Promise<readonly Imported[]>;
  importReport(
    id: string,
    requirement: string,
    file: string,
    by: Actor,
    /**
     * Without a format it is told from the bytes, among those that the check reads. `source`: what the file is called,
     * where `file` is only a copy of it.
     */
    options: { readonly part: string; readonly format: string | null; readonly source?: string },
  ): Promise<Imported>;
  /** Files a record (YAML or JSON of fields) or a document (any bytes). */
  file(id: string, requirement: string, path: string, by: Actor): Promise<Handled>;
  /** Reads a record for a proposal; its bytes are kept. */
  readRecord(path: string): Promise<{ readonly fields: Readonly<Record<string, string>>; readonly raw: Digest }>;
  readEnvironment(service: string, name: string): Promise<EnvironmentState>;
  /** Every environment by its history alone. */
  listEnvironments(): Promise<readonly ListedEnvironment[]>;
  /** What really runs and is routed in an environment, and what of it nobody released. Changes nothing. */
  look(config: Config, environment: string, signal: AbortSignal): Promise<Look>;
  /** How much traffic an environment has, from two looks at its counts that lie `length` apart. Changes nothing. */
  seenTraffic(config: Config, environment: string, length: Millis, signal: AbortSignal): Promise<SeenTraffic>;
  /** What the probes that are bound to a check see now, in the order of the file. Nothing is written anywhere. */
  probe(
    project: { readonly config: Config; readonly process: Process },
    asked: { readonly requirement: string; readonly part: string; readonly environment: string | undefined },
    signal: AbortSignal,
  ): Promise<TriedProbes>;
  /** One look at every environment that nobody holds; what is found is written into its history. */
  watchEnvironments(config: Config, signal: AbortSignal): Promise<readonly Look[]>;
  /** Lets a build that was rolled back for cause be tried again. */
  releaseHold(request: ReleaseHoldRequest): Promise<EnvironmentState>;
  /** Takes an environment from a rollout that does not end. */
  unstick(request: UnstickRequest, signal: AbortSignal): Promise<Unstuck>;
  /** Performs effects until nothing is left that a machine can do, or until the signal. */
  conduct(id: string, options: ConductOptions): Promise<void>;
  /** Performs the effects of every release that needs it and that no other conductor holds, until the signal. */
  conductMany(options: ConductManyOptions): Promise<void>;
  blob(digest: Digest): Promise<Uint8Array>;
};

type DistributiveOmit<T, K extends string> = T extends unknown ? Omit<T, K> : never;
export type WithoutStamp = DistributiveOmit<Command, "at" | "by">;

export type BuildRequest = {
  readonly path: string;
  readonly version: string;
  readonly commit: string;
  /** Absent = nobody knows. */
  readonly committedAt?: Instant;
  readonly authors: readonly string[];
};

export type OpenRequest = BuildRequest & {
  readonly by: Actor;
  readonly config: Config;
  readonly process: Process;
  readonly productionAt: Instant | null;
  /** Why it cannot wait; absent = an ordinary release. */
  readonly emergency?: string;
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

export type UnstickRequest = TakeDownRequest & { readonly process: Process };

/** `version`, or the digest of the build. */
export type ReleaseHoldRequest = UnstickRequest & { readonly version: string };

/** What became of it: `fenceProblem`, `toldProblem` say why the router, or the release, could not be told yet. */
export type Unstuck = {
  readonly state: EnvironmentState;
  readonly rollout: Waiting;
  readonly fenceProblem: string | null;
  readonly toldProblem: string | null;
};

/** A release in a list; `problem` when its history cannot be read, so that one damaged stream hides no other (T41). */
export type Listed = {
  readonly id: string;
  readonly service: string;
  readonly version: string;
  readonly phase: string;
  readonly stage: string;
  readonly blocking: number;
  /** Nothing is still to be done for it, by anybody. */
  readonly over: boolean;
  readonly updatedAt: Instant;
  readonly problem: string | null;
};

export type ReleaseQuery = {
  readonly service?: string | undefined;
  readonly phase?: string | undefined;
  readonly limit: number;
  /** Where the page before ended; null = from the newest on. */
  readonly after: Place | null;
  /** Lines may be as old as the last event of their release: enough for whoever looks at each release anyway. */
  readonly isForPlacesOnly?: boolean;
};

export type ReleasePage = { readonly releases: readonly Listed[]; readonly next: Place | null };

/** A release's place in the list. */
export type Place = Pick<Listed, "updatedAt" | "id">;

export type Imported = {
  readonly requirement: string;
  readonly part: string;
  readonly file: string;
  readonly digest: Digest;
  readonly state: "recorded" | "unreadable" | "refused" | "unchanged";
  readonly reason: string;
};

export type CalendarRequest = {
  readonly config: Config;
  readonly process: Process;
  readonly act: CalendarAct;
  readonly by: Actor;
};

/** `asked`: open releases whose planned time was judged anew; `failed`: those that could not be. */
export type CalendarActed = {
  readonly decision: Decision<CalendarEvent>;
  readonly asked: readonly string[];
  readonly failed: readonly string[];
};

export type ConductOptions = {
  readonly signal: AbortSignal;
  /** `return` when only people can move it on; `wait` for them until the release is over. */
  readonly whenIdle: "return" | "wait";
  /** New lines of the history, as they come. */
  readonly onEntries: (entries: readonly Entry[]) => void;
  /** What fails, is tried again and stands in no history. The same problem is told once. */
  readonly onFailure?: (problem: string) => void;
};

/** What a conductor of many releases tells of itself, and of the releases that it holds. */
export type News =
  /** New lines of the history, as they come, from the moment on at which it was taken. */
  | { readonly kind: "entries"; readonly release: string; readonly entries: readonly Entry[] }
  /** `lost`: not renewed in time; somebody else may have it. */
  | { readonly kind: "taken" | "given back" | "lost"; readonly release: string }
  /** It is tried again later; null: the journal itself. The same problem is told once. */
  | { readonly kind: "trouble"; readonly release: string | null; readonly problem: string }
  | { readonly kind: "conductors"; readonly alive: number }
  /** What runs or is routed in an environment although nobody released it there; none: it was put right. */
  | { readonly kind: "unauthorised"; readonly environment: string; readonly findings: readonly string[] };

/** Told of every effect as it begins, with the release as it was known then. */
export type OnBegin = (effect: Effect, loaded: Loaded) => void;

export type ConductManyOptions = {
  readonly signal: AbortSignal;
  readonly onNews: (news: News) => void;
  readonly pace?: Pace;
  readonly onBegin?: OnBegin;
  /** The services whose environments are watched over while nobody rolls out there, as they are configured now. */
  readonly services?: () => Promise<readonly Config[]>;
};

/** By environment; null where nobody stated one. */
export type Runs = Readonly<Record<string, BuildRef | null>>;
