import type { Recurring } from "../domain/calendar/recurring.ts";
import type { Millis } from "../domain/units.ts";

/** Where builds run: what starts them, what routes to them, what counts. */
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
