import { isAbsolute, join } from "node:path";
import type { World } from "./conductor/deps.ts";
import type { Environment, Instances, Traffic } from "./config/environment.ts";
import type { Digest, Instant } from "./domain/units.ts";
import type { InstancesDriver, MetricsDriver, TrafficDriver } from "./drivers/port.ts";
import { AppError } from "./errors.ts";

/** One environment of one service, as its drivers need to know it. */
export type Place = {
  /** Folder of `headgate.yaml`: relative paths in it begin here, and its commands run here. */
  readonly home: string;
  /** Headgate's own folder for this environment; each kind of driver has one of its own in it. */
  readonly folder: string;
  readonly service: string;
  readonly environment: string;
  readonly builds: {
    /** Verified just now. */
    folder(build: Digest): Promise<string>;
    /** The same folder, unverified. */
    place(build: Digest): string;
  };
  readonly now: () => Instant;
};

type Env = Readonly<Record<string, string>>;

type Surroundings = Pick<Place, "home" | "builds" | "now"> & {
  /** Folder of Headgate's own state. */
  readonly state: string;
};

/**
 * The drivers of each environment, as a configuration names them. Some remember what they saw, or keep a connection: the
 * same settings get the same driver for as long as this process lives.
 */
export const environmentsIn = ({ state, ...rest }: Surroundings): World["environment"] => {
  const [instances, traffic, metrics] = [kept<InstancesDriver>(), kept<TrafficDriver>(), kept<MetricsDriver>()];
  return ({ service, environments }, name) => {
    const environment = name === "staging" ? environments.staging : environments.production;
    const place = { ...rest, folder: join(state, name), service, environment: name };
    const [here, { host, port }] = [[service, name, environment.traffic], environment.traffic.listen];
    return {
      instances: instances([service, name, environment.instances], () => instancesOf(environment.instances, place)),
      traffic: traffic(here, () => trafficOf(environment.traffic, place)),
      metrics: metrics([here, environment.metrics], () => metricsOf(environment, place)),
      stopRouter: stopRouterOf(environment.traffic, place),
      url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    };
  };
};

/** What touches the world is loaded with its first call: `node:http` brings undici and HTTP/2 along, SSH brings more. */
export const instancesOf = (instances: Instances, place: Place): InstancesDriver => {
  const { home, service, environment, builds, now } = place;
  const folder = join(place.folder, "instances");
  const load = once((): Promise<InstancesDriver> => {
    switch (instances.driver) {
      case "process": {
        const settings = { ...instances, folder, builds: builds.folder, folderOf: builds.place, now };
        return import("./drivers/instances/process/driver.ts").then((m) => m.processInstances(lateEnv(settings)));
      }
      case "ssh": {
        const key = absolute(home, instances.key);
        const settings = { ...instances, key, service, environment, builds: builds.folder, now };
        return import("./drivers/instances/ssh/driver.ts").then((m) => m.sshInstances(lateEnv(settings)));
      }
      case "docker": {
        const settings = { ...instances, service, environment, now };
        return import("./drivers/instances/docker/driver.ts").then((m) => m.dockerInstances(lateEnv(settings)));
      }
      case "command": {
        const settings = { ...instances, home, service, environment, now };
        return import("./drivers/instances/command/driver.ts").then((m) => m.commandInstances(lateEnv(settings)));
      }
    }
  });
  return {
    name: instances.driver,
    bring: async (...asked) => (await load()).bring(...asked),
    observe: async (...asked) => (await load()).observe(...asked),
    remove: async (...asked) => (await load()).remove(...asked),
    output: async (...asked) => (await (await load()).output?.(...asked)) ?? null,
    room: async (...asked) => (await load()).room(...asked),
  };
};

export const trafficOf = (traffic: Traffic, place: Place): TrafficDriver => {
  const { now } = place;
  const load = once((): Promise<TrafficDriver> => {
    switch (traffic.driver) {
      case "splitter": {
        const settings = { ...traffic.listen, folder: routerFolder(traffic, place) };
        return import("./drivers/traffic/splitter/driver.ts").then((m) => m.splitterTraffic(settings));
      }
      case "haproxy": {
        const settings = { ...traffic, now };
        return import("./drivers/traffic/haproxy/driver.ts").then((m) => m.haproxyTraffic(settings));
      }
      case "nginx": {
        const settings = { ...traffic, stateFolder: routerFolder(traffic, place), now };
        return import("./drivers/traffic/nginx/driver.ts").then((m) => m.nginxTraffic(settings));
      }
    }
  });
  return {
    name: traffic.driver,
    set: async (...asked) => (await load()).set(...asked),
    read: async (...asked) => (await load()).read(...asked),
    drain: async (...asked) => (await load()).drain(...asked),
  };
};

export const metricsOf = ({ metrics, traffic }: Environment, place: Place): MetricsDriver => {
  const { now } = place;
  const load = once((): Promise<MetricsDriver> => {
    switch (metrics.driver) {
      case "router":
        return countsOf(traffic, place);
      case "prometheus": {
        const settings = { ...metrics, now };
        return import("./drivers/metrics/prometheus/driver.ts").then((m) => m.prometheusMetrics(settings));
      }
      case "web": {
        const settings = { ...metrics, now };
        return import("./drivers/metrics/web/driver.ts").then((m) => m.webMetrics(settings));
      }
    }
  });
  return { name: metrics.driver, read: async (...asked) => (await load()).read(...asked) };
};

/** Stops the router; null where it is not ours to stop. */
export const stopRouterOf = (traffic: Traffic, place: Place): ((signal: AbortSignal) => Promise<void>) | null => {
  switch (traffic.driver) {
    case "splitter":
      return async (signal) =>
        (await import("./drivers/traffic/splitter/start.ts")).stopSplitter(routerFolder(traffic, place), signal);
    case "haproxy":
    case "nginx":
      return null;
  }
};

const countsOf = async (traffic: Traffic, place: Place): Promise<MetricsDriver> => {
  const { now } = place;
  switch (traffic.driver) {
    case "splitter": {
      const { splitterMetrics } = await import("./drivers/traffic/splitter/driver.ts");
      return splitterMetrics({ folder: routerFolder(traffic, place), now });
    }
    case "haproxy": {
      const { haproxyMetrics } = await import("./drivers/traffic/haproxy/metrics.ts");
      return haproxyMetrics({ ...traffic, now });
    }
    case "nginx": // refused when headgate.yaml is read; a release that was opened before that is not
      throw new AppError("DRIVER_FAILED", {
        driver: "nginx",
        act: "reading its counts",
        problem: "nginx does not count per build",
        fix: "Write metrics: { driver: prometheus, … } or { driver: web, … } for this environment in headgate.yaml.",
      });
  }
};

const kept = <Driver>(): ((settings: unknown, make: () => Driver) => Driver) => {
  const made = new Map<string, Driver>();
  return (settings, make) => {
    const key = JSON.stringify(settings);
    const driver = made.get(key) ?? make();
    made.set(key, driver);
    return driver;
  };
};

/** What could not be loaded is tried again. */
const once = <T>(load: () => Promise<T>): (() => Promise<T>) => {
  let loaded: Promise<T> | null = null;
  return () => {
    loaded ??= load().catch((error: unknown) => {
      loaded = null;
      throw error;
    });
    return loaded;
  };
};

const routerFolder = ({ driver }: Traffic, { folder }: Place): string => join(folder, driver);

const absolute = (home: string, path: string): string => (isAbsolute(path) ? path : join(home, path));

/** Looked up when an instance is started, and only then: a way back must not fail for a variable it does not need. */
const lateEnv = <Settings extends { readonly driver: string; readonly env: Env }>(settings: Settings): Settings =>
  Object.defineProperty({ ...settings }, "env", {
    enumerable: true,
    get: () => resolved(settings.driver, settings.env),
  });

/** `$NAME` stands for a variable of Headgate's own environment, so that no secret is written into a file or a history. */
const resolved = (driver: string, env: Env): Env =>
  Object.fromEntries(
    Object.entries(env).map(([name, value]) => [
      name,
      value.startsWith("$") ? inherited(driver, value.slice(1)) : value,
    ]),
  );

const inherited = (driver: string, name: string): string => {
  const value = process.env[name];
  if (value !== undefined) return value;
  const fix = `Set ${name} where headgate runs.`;
  throw new AppError("DRIVER_FAILED", { driver, act: "starting", problem: `the variable ${name} is not set`, fix });
};
