import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { get } from "node:http";
import { join } from "node:path";
import { stringify } from "yaml";
import { instant } from "../../src/domain/units.ts";
import { prometheusMetrics } from "../../src/drivers/metrics/prometheus/driver.ts";
import type { PrometheusSettings } from "../../src/drivers/metrics/prometheus/settings.ts";
import type { BuildRef, MetricsDriver } from "../../src/drivers/port.ts";
import { freePort } from "../../src/free-port.ts";
import { folder } from "./folder.ts";
import { type MeteredService, meteredService } from "./prometheus-service.ts";
import { buildOf } from "./split.ts";
import { until } from "./until.ts";

export const hasPrometheus = spawnSync("prometheus", ["--version"]).status === 0;

export const oldBuild: BuildRef = { digest: buildOf("a"), version: "1.0.0" };
export const newBuild: BuildRef = { digest: buildOf("b"), version: "1.1.0" };

/** A real Prometheus that scrapes real services every second. */
export type Prometheus = AsyncDisposable & {
  readonly settings: PrometheusSettings;
  readonly driver: MetricsDriver;
  /** Instances, in the order that was asked for. */
  readonly services: readonly MeteredService[];
  /** Resolves once Prometheus has a scrape of this service that began after now. */
  scraped(...services: readonly MeteredService[]): Promise<void>;
  /** Resolves once Prometheus knows that it is gone. */
  missed(service: MeteredService): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
};

/**
 * @param builds one instance of each, scraped once; the targets are fixed, because Prometheus takes in changed ones only
 *               every five seconds
 */
export const prometheus = (...builds: readonly BuildRef[]): Promise<Prometheus> => prometheusOf("classic", builds);

/** The same, of services whose histograms are native. */
export const nativePrometheus = (...builds: readonly BuildRef[]): Promise<Prometheus> => prometheusOf("native", builds);

const prometheusOf = async (form: "classic" | "native", builds: readonly BuildRef[]): Promise<Prometheus> => {
  await using stack = new AsyncDisposableStack();
  const services: MeteredService[] = [];
  for (const { version } of builds) services.push(stack.use(await meteredService(version, form)));
  const targets = { static_configs: [{ targets: services.map(endpointOf) }] };
  const server = stack.use(await prometheusServer(targets, "1s", form));
  const settings: PrometheusSettings = {
    url: server.url,
    requests: 'http_requests_total{job="shop"}',
    errors: 'http_requests_total{job="shop",code=~"5.."}',
    latency: 'http_request_duration_seconds{job="shop"}',
    counters: {},
    gauges: {},
    label: "version",
    now: () => instant(Date.now()),
  };
  const ask = async (promql: string): Promise<number> => {
    const answer = await fetch(`${settings.url}/api/v1/query?${new URLSearchParams({ query: promql })}`);
    const { data } = (await answer.json()) as { data: { result: readonly { value: readonly [number, string] }[] } };
    return Number(data.result[0]?.value[1]);
  };
  const upOf = ({ endpoint }: MeteredService): string => `up{instance="${endpoint}"}`;
  const scraped = async (service: MeteredService): Promise<void> => {
    const begun = Date.now() / 1_000;
    const isIn = async () => (await ask(`timestamp(${upOf(service)})`)) > begun && (await ask(upOf(service))) === 1;
    await until(`a scrape of ${service.endpoint}`, isIn, 20_000);
  };
  await Promise.all(services.map(scraped));
  const whole = stack.move();
  return {
    settings,
    driver: prometheusMetrics(settings),
    services,
    scraped: async (...those) => void (await Promise.all(those.map(scraped))),
    missed: (service) => until(`${service.endpoint} is missed`, async () => (await ask(upOf(service))) === 0, 20_000),
    stop: server.stop,
    start: server.start,
    [Symbol.asyncDispose]: () => whole.disposeAsync(),
  };
};

const endpointOf = ({ endpoint }: MeteredService): string => endpoint;

/** Nothing but the program, which scrapes these targets as the job `shop`. */
export const prometheusServer = async (
  targets: object,
  interval: string,
  form: "classic" | "native" = "classic",
): Promise<AsyncDisposable & Pick<Prometheus, "start" | "stop"> & { readonly url: string }> => {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await folder());
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const config = {
    global: { scrape_interval: interval, scrape_timeout: interval },
    scrape_configs: [{ job_name: "shop", ...targets }],
  };
  await writeFile(join(dir.path, "prometheus.yml"), stringify(config));
  let child: ChildProcess | null = null;
  const stop = async (): Promise<void> => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  };
  const start = async (): Promise<void> => {
    child = spawn("prometheus", argsOf(form, dir.path, port), { cwd: dir.path, stdio: "ignore" });
    await once(child, "spawn");
    const ready = async (): Promise<boolean> => (await fetch(`${url}/-/ready`).catch(() => null))?.ok === true;
    await until("Prometheus is ready", ready, 20_000);
  };
  stack.defer(stop);
  await start();
  const whole = stack.move();
  return { url, start, stop, [Symbol.asyncDispose]: () => whole.disposeAsync() };
};

const argsOf = (form: "classic" | "native", dir: string, port: number): readonly string[] => [
  `--config.file=${join(dir, "prometheus.yml")}`,
  `--storage.tsdb.path=${join(dir, "data")}`,
  `--web.listen-address=127.0.0.1:${port}`,
  ...(form === "native" ? ["--enable-feature=native-histograms"] : []),
];

/** Ask the service so many times for a page, each time anew; an answer that does not come is one, too. */
export const ask = async (service: MeteredService, count: number, page = ""): Promise<void> => {
  for (let i = 0; i < count; i++)
    await new Promise<void>((done) => {
      const asked = get(`${service.url}/${page}`, { agent: false }, (answer) => answer.resume().once("close", done));
      asked.once("error", () => done());
    });
};
