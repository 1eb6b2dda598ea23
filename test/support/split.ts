import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { Agent, request } from "undici";
import { type Digest, digest, instant, type Percent, percent } from "../../src/domain/units.ts";
import type { MetricsDriver, Route, TrafficDriver } from "../../src/drivers/port.ts";
import type { SplitterState } from "../../src/drivers/traffic/splitter/admin.ts";
import { ask } from "../../src/drivers/traffic/splitter/ask.ts";
import { splitterMetrics, splitterTraffic } from "../../src/drivers/traffic/splitter/driver.ts";
import { stopSplitter } from "../../src/drivers/traffic/splitter/start.ts";
import { signedIn } from "../../src/drivers/traffic/splitter/state-folder.ts";
import { freePort } from "../../src/free-port.ts";
import { folder } from "./folder.ts";
import { type Backend, backend } from "./start-backend.ts";

/** A real splitter in front of two real services. */
export type Split = AsyncDisposable & {
  readonly traffic: TrafficDriver;
  readonly metrics: MetricsDriver;
  readonly folder: string;
  readonly port: number;
  readonly url: string;
  readonly baseline: Backend & { readonly build: Digest };
  readonly candidate: Backend & { readonly build: Digest };
  /** The candidate gets `weight`, the baseline the rest. */
  routes(weight: number): readonly Route[];
  pid(): Promise<number>;
};

export const buildOf = (digit: string): Digest => digest(`sha256:${digit.repeat(64)}`);
export const soon = (within = 20_000): AbortSignal => AbortSignal.timeout(within);

/** Nothing is routed yet. */
export const split = async (): Promise<Split> => {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await folder());
  const baseline = Object.assign(stack.use(await backend("baseline")), { build: buildOf("a") });
  const candidate = Object.assign(stack.use(await backend("candidate")), { build: buildOf("b") });
  const settings = { folder: join(dir.path, "splitter"), host: "127.0.0.1", port: await freePort() };
  stack.defer(() => stopSplitter(settings.folder, soon()));
  const all = stack.move();
  return {
    traffic: splitterTraffic(settings),
    metrics: splitterMetrics({ folder: settings.folder, now: () => instant(Date.now()) }),
    folder: settings.folder,
    port: settings.port,
    url: `http://127.0.0.1:${settings.port}`,
    baseline,
    candidate,
    routes: (weight) => [side(baseline, 100 - weight), side(candidate, weight)],
    pid: async () => (await signedIn(settings.folder))!.pid,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
};

/** The splitter's own figures, which the metrics port sums up. */
export const stateOf = async ({ folder }: Split): Promise<SplitterState> =>
  (await ask(folder, "GET", "/state", undefined, soon()))!.body as SplitterState;

/** A test that waits for ever would leave its processes behind. */
export const soonOnce = (emitter: NodeJS.EventEmitter, event: string) => once(emitter, event, { signal: soon() });

export const textOf = async (answer: IncomingMessage): Promise<string> =>
  (await answer.setEncoding("utf8").toArray()).join("");

export const fetched = async (url: string): Promise<string> => await (await fetch(url, { signal: soon() })).text();

const side = ({ build, endpoint }: Backend & { build: Digest }, weight: number): Route => ({
  build,
  endpoints: [endpoint],
  weight: percent(weight) as Percent,
});

/** Answers by version, or by status when it is not 200, or `lost` when there was none. */
export const send = async (
  url: string,
  count: number,
  headers: Readonly<Record<string, string>> = {},
  workers = 8,
): Promise<Readonly<Record<string, number>>> => {
  const agent = new Agent({ connections: workers });
  const seen: Record<string, number> = {};
  let left = count;
  const work = async (): Promise<void> => {
    while (left-- > 0) {
      const answer = await askFor(url, headers, agent);
      seen[answer] = (seen[answer] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  await agent.close();
  return seen;
};

const askFor = async (url: string, headers: Readonly<Record<string, string>>, dispatcher: Agent): Promise<string> => {
  try {
    const answer = await request(url, { headers, dispatcher, signal: soon() });
    await answer.body.dump();
    return answer.statusCode === 200 ? String(answer.headers["x-version"]) : String(answer.statusCode);
  } catch {
    return "lost";
  }
};
