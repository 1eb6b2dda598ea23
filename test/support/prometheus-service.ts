import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { counterFamily, gaugeFamily, nativeFamily, protobufType } from "./protobuf-metrics.ts";

/** Upper edges in seconds, as a service would choose them. */
const edges = [0.005, 0.05, 0.1, 0.25, 0.5, 1];

/** One instance of a small service that counts what it answers, and tells it at `/metrics`. */
export type MeteredService = AsyncDisposable & {
  readonly endpoint: string;
  readonly url: string;
  /** What it counted since it was started. */
  readonly counted: Counted;
  /** Parts of its page that it leaves out from now on. */
  hide(...parts: readonly Part[]): void;
  /** What its gauge stands at from now on. */
  remember(bytes: number): void;
  /** Scale of its native histogram from now on: one less, and two buckets are one. */
  scale(to: number): void;
  /** Stop answering, `/metrics` included. */
  stop(): Promise<void>;
  /** Begin anew on the same port, with all counters at zero. */
  restart(): Promise<void>;
};

type Counted = {
  requests: number;
  errors: number;
  readonly ms: number[];
  checkouts: number;
  badCheckouts: number;
};
type Part = "requests" | "errors" | "latency" | "checkouts" | "memory";
type Page = { readonly hidden: readonly Part[]; readonly memory: number; readonly scale: number };

const nothing = { requests: 0, errors: 0, checkouts: 0, badCheckouts: 0 };

/** @param form of its histogram; a native one is told in protobuf, with everything else on the page */
export const meteredService = async (
  version: string,
  form: "classic" | "native" = "classic",
): Promise<MeteredService> => {
  const counted: Counted = { ...nothing, ms: [] };
  let page: Page = { hidden: [], memory: 1_000, scale: 3 };
  const server = createServer((request, response) => {
    if (request.url !== "/metrics") void answer(counted, request, response);
    else if (form === "classic") response.end(exposition(version, counted, page));
    else response.setHeader("content-type", protobufType).end(protobuf(version, counted, page));
  });
  const listen = async (port: number): Promise<void> => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  };
  await listen(0);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return {
    endpoint: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}`,
    counted,
    hide: (...hidden) => {
      page = { ...page, hidden };
    },
    remember: (memory) => {
      page = { ...page, memory };
    },
    scale: (scale) => {
      page = { ...page, scale };
    },
    stop,
    restart: async () => {
      await stop();
      Object.assign(counted, nothing);
      counted.ms.length = 0;
      await listen(port);
    },
    [Symbol.asyncDispose]: stop,
  };
};

/** `/`, `/fail`, `/die` (no answer), `/slow/<ms>`, `/checkout`, `/checkout/bad`. A request without an answer has no latency. */
const answer = async (counted: Counted, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const [, page, ms] = request.url!.split("/");
  const begun = performance.now();
  if (page === "slow") await sleep(Number(ms));
  counted.requests++;
  if (page === "checkout") counted.checkouts++;
  if (page === "checkout" && ms === "bad") counted.badCheckouts++;
  if (page === "fail" || page === "die") counted.errors++;
  if (page !== "die") counted.ms.push(performance.now() - begun);
  if (page === "die") request.socket.destroy();
  else response.writeHead(page === "fail" ? 500 : 200).end();
};

/** A series of errors appears with the first of them, as it does in most libraries. */
const exposition = (version: string, counted: Counted, { hidden, memory }: Page): string => {
  const { requests, errors, ms, checkouts, badCheckouts } = counted;
  const of = `version="${version}"`;
  const upTo = (edge: number): number => ms.filter((one) => one <= 1_000 * edge).length;
  const lines: Readonly<Record<Part, readonly string[]>> = {
    requests: [
      "# TYPE http_requests_total counter",
      `http_requests_total{${of},code="200"} ${requests - errors}`,
      ...(errors > 0 ? [`http_requests_total{${of},code="500"} ${errors}`] : []),
    ],
    errors: ["# TYPE http_errors_total counter", ...(errors > 0 ? [`http_errors_total{${of}} ${errors}`] : [])],
    latency: [
      "# TYPE http_request_duration_seconds histogram",
      ...edges.map((edge) => `http_request_duration_seconds_bucket{${of},le="${edge}"} ${upTo(edge)}`),
      `http_request_duration_seconds_bucket{${of},le="+Inf"} ${ms.length}`,
      `http_request_duration_seconds_sum{${of}} ${ms.reduce((a, b) => a + b, 0) / 1_000}`,
      `http_request_duration_seconds_count{${of}} ${ms.length}`,
    ],
    checkouts: [
      "# TYPE checkouts_total counter",
      ...(checkouts > 0 ? [`checkouts_total{${of}} ${checkouts}`] : []),
      "# TYPE checkouts_failed_total counter",
      ...(badCheckouts > 0 ? [`checkouts_failed_total{${of}} ${badCheckouts}`] : []),
    ],
    memory: ["# TYPE memory_bytes gauge", `memory_bytes{${of}} ${Number.isNaN(memory) ? "NaN" : memory}`],
  };
  return `${shownOf(hidden)
    .flatMap((part) => lines[part])
    .join("\n")}\n`;
};

const shownOf = (hidden: readonly Part[]): readonly Part[] =>
  (["requests", "errors", "latency", "checkouts", "memory"] as const).filter((part) => !hidden.includes(part));

const protobuf = (version: string, { requests, errors, ms }: Counted, { hidden, memory, scale }: Page): Buffer => {
  const seconds = ms.map((one) => one / 1_000);
  const codes = [["200", requests - errors] as const, ...(errors > 0 ? [["500", errors] as const] : [])];
  const families: Readonly<Record<Part, () => readonly Buffer[]>> = {
    requests: () => [
      counterFamily(
        "http_requests_total",
        codes.map(([code, value]) => [{ version, code }, value] as const),
      ),
    ],
    errors: () => [],
    latency: () => [nativeFamily("http_request_duration_seconds", { version }, scale, seconds)],
    checkouts: () => [],
    memory: () => [gaugeFamily("memory_bytes", { version }, memory)],
  };
  return Buffer.concat(shownOf(hidden).flatMap((part) => families[part]()));
};
