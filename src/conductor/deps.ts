import type { Config } from "../config/config.ts";
import type { Digest, Instant, Millis } from "../domain/units.ts";
import type { ChannelDriver, InstancesDriver, MetricsDriver, Package, TrafficDriver } from "../drivers/port.ts";
import type { Blobs, Feed, Journal, Leases } from "../journal/port.ts";
import type { BackUpSettings } from "../probes/backups/back-up.ts";
import type { BackupAgeSettings } from "../probes/backups/backup-age.ts";
import type { FilesDrillSettings } from "../probes/backups/files-drill.ts";
import type { PostgresDrillSettings } from "../probes/backups/postgres-drill.ts";
import type { askPage } from "../probes/catalogue/ask-page.ts";
import type { CertificateSettings } from "../probes/catalogue/certificate.ts";
import type { CommandSettings } from "../probes/catalogue/command.ts";
import type { ConfigKeysSettings } from "../probes/catalogue/config-keys.ts";
import type { ContractSettings } from "../probes/catalogue/contract.ts";
import type { DnsSettings } from "../probes/catalogue/dns.ts";
import type { FlagSettings } from "../probes/catalogue/flag.ts";
import type { HttpSettings } from "../probes/catalogue/http.ts";
import type { LogSettings } from "../probes/catalogue/log.ts";
import type { LogLinesSettings } from "../probes/catalogue/log-lines.ts";
import type { MetricDeltaSettings } from "../probes/catalogue/metric-delta.ts";
import type { PortsSettings } from "../probes/catalogue/ports.ts";
import type { PrometheusLookSettings } from "../probes/catalogue/prometheus.ts";
import type { QuotaSettings } from "../probes/catalogue/quota.ts";
import type { SecretEqualitySettings } from "../probes/catalogue/secret-equality.ts";
import type { SlowQueriesSettings } from "../probes/catalogue/slow-queries.ts";
import type { SqlSettings } from "../probes/catalogue/sql.ts";
import type { TcpSettings } from "../probes/catalogue/tcp.ts";
import type { DryRunSettings } from "../probes/migration/dry-run.ts";
import type { Alertmanager } from "../probes/monitoring/alertmanager.ts";
import type { DashboardSettings } from "../probes/monitoring/dashboard.ts";
import type { StagingDataSettings } from "../probes/personal-data/staging-data.ts";
import type { Look } from "../probes/port.ts";
import type { DatabaseShapeSettings } from "../probes/postgres/database-shape.ts";
import type { Clock } from "./clock.ts";

/** One environment as the conductor reaches it. */
export type EnvironmentDrivers = {
  readonly instances: InstancesDriver;
  readonly traffic: TrafficDriver;
  readonly metrics: MetricsDriver;
  /** Where users reach it: `http://host:port`. */
  readonly url: string;
  /** Stops what stands between users and instances; null where it is not ours to stop. */
  readonly stopRouter: ((signal: AbortSignal) => Promise<void>) | null;
};

/** The world that a configuration describes; opened by the composition root. */
export type World = {
  environment(config: Config, name: string): EnvironmentDrivers;
  channel(config: Config, name: string): ChannelDriver;
};

/** Builds kept unchanged under their digest. */
export type Builds = {
  /** Keeps a copy. @throws AppError `BUILD_INVALID` */
  add(path: string): Promise<Digest>;
  /** Its folder, checked against the digest. @throws AppError `BUILD_INVALID` */
  folder(digest: Digest): Promise<string>;
};

/** Runs a command for a check; a port, so that the conductor starts no process itself. */
export type RunCommand = (
  command: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
  signal: AbortSignal,
) => Promise<{ readonly exit: number; readonly output: Uint8Array; readonly errors: string }>;

/** Commands that must not run twice, whoever asks and whatever dies in between. */
export type Hooks = {
  /** Begins it, or waits for the one that runs, or says how it ended. Rejects when nobody can know how it ended. */
  run(
    key: string,
    command: readonly string[],
    options: { readonly cwd: string; readonly env: Readonly<Record<string, string>>; readonly within: Millis },
    signal: AbortSignal,
  ): Promise<{ readonly exit: number; readonly output: string }>;
  /** So that it may run again. */
  forget(key: string): Promise<void>;
};

/** The kinds of looks at the world that probes are made of; what touches the network or a database stands behind them. */
export type Looks = {
  readonly tcp: Look<TcpSettings>;
  readonly databaseShape: Look<DatabaseShapeSettings>;
  readonly stagingData: Look<StagingDataSettings>;
  readonly backupAge: Look<BackupAgeSettings>;
  readonly postgresDrill: Look<PostgresDrillSettings>;
  readonly filesDrill: Look<FilesDrillSettings>;
  readonly backUp: Look<BackUpSettings>;
  readonly log: Look<LogSettings>;
  readonly dashboard: Look<DashboardSettings>;
  readonly alertmanager: Alertmanager;
  readonly http: Look<HttpSettings>;
  readonly certificate: Look<CertificateSettings>;
  readonly dns: Look<DnsSettings>;
  readonly command: Look<CommandSettings>;
  readonly prometheus: Look<PrometheusLookSettings>;
  readonly metricDelta: Look<MetricDeltaSettings>;
  readonly sql: Look<SqlSettings>;
  readonly configKeys: Look<ConfigKeysSettings>;
  readonly secretEquality: Look<SecretEqualitySettings>;
  readonly flag: Look<FlagSettings>;
  readonly ports: Look<PortsSettings>;
  readonly quota: Look<QuotaSettings>;
  readonly contract: Look<ContractSettings>;
  readonly slowQueries: Look<SlowQueriesSettings>;
  readonly dryRun: Look<DryRunSettings>;
  readonly logLines: Look<LogLinesSettings>;
  /** A page as a whole, for looks that read one. */
  readonly page: typeof askPage;
};

/** What was worked out of the journal and may be worked out again: losing it costs time and nothing else. */
export type Remembered = { read(): Promise<unknown>; write(value: unknown): Promise<void> };

/** Writes the sealed record of a release and says where it lies and its digest. */
export type SealRecord = (release: string) => Promise<{ readonly folder: string; readonly head: Digest }>;

export type Deps = {
  readonly journal: Journal;
  readonly feed: Feed;
  readonly leases: Leases;
  readonly blobs: Blobs;
  readonly builds: Builds;
  readonly world: World;
  readonly runCommand: RunCommand;
  readonly hooks: Hooks;
  readonly looks: Looks;
  /** Lines of the list of releases. */
  readonly remembered: Remembered;
  readonly readFile: (path: string) => Promise<Uint8Array>;
  /** The same as they come, for files that may be larger than memory. */
  readonly openFile: (path: string) => AsyncIterable<Uint8Array>;
  readonly openPackage: (path: string) => Promise<Package>;
  readonly sealRecord: SealRecord;
  /** Whether the stream's hash chain holds, entry by entry; `problem` says where it does not. */
  readonly verifyStream: (stream: string) => Promise<{ readonly entries: number; readonly problem: string | null }>;
  /** The time of day, which is what is written down; it may jump. */
  readonly now: () => Instant;
  /** Lengths of time. */
  readonly clock: Clock;
  /** Asks a page. */
  readonly fetch: typeof fetch;
  /** Digest of any JSON value, by its canonical form. */
  readonly digestOf: (value: unknown) => Digest;
  /** Folder of `headgate.yaml`: commands run there, relative files lie there. */
  readonly home: string;
  /** Names this process among all that may conduct. */
  readonly holder: string;
};
