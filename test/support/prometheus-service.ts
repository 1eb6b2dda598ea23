import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

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
  /** Stop answering, `/metrics` included. */
  stop(): Promise<void>;
  /** Begin anew on the same port, with all counters at zero. */
  restart(): Promise<void>;
};

type Counted = { requests: number; errors: number; readonly ms: number[] };
type Part = "requests" | "errors" | "latency";

export const meteredService = async (version: string): Promise<MeteredService> => {
  const counted: Counted = { requests: 0, errors: 0, ms: [] };
  let hidden: readonly Part[] = [];
  const server = createServer((request, response) => {
    if (request.url === "/metrics") response.end(exposition(version, counted, hidden));
    else void answer(counted, request, response);
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
    hide: (...parts) => {
      hidden = parts;
    },
    stop,
    restart: async () => {
      await stop();
      Object.assign(counted, { requests: 0, errors: 0 });
      counted.ms.length = 0;
      await listen(port);
    },
    [Symbol.asyncDispose]: stop,
  };
};

/** `/`, `/fail`, `/die` (no answer), `/slow/<ms>`. A request without an answer has no latency. */
const answer = async (counted: Counted, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const [, page, ms] = request.url!.split("/");
  const begun = performance.now();
  if (page === "slow") await sleep(Number(ms));
  counted.requests++;
  if (page === "fail" || page === "die") counted.errors++;
  if (page !== "die") counted.ms.push(performance.now() - begun);
  if (page === "die") request.socket.destroy();
  else response.writeHead(page === "fail" ? 500 : 200).end();
};

/** A series of errors appears with the first of them, as it does in most libraries. */
const exposition = (version: string, { requests, errors, ms }: Counted, hidden: readonly Part[]): string => {
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
  };
  const shown = (["requests", "errors", "latency"] as const).filter((part) => !hidden.includes(part));
  return `${shown.flatMap((part) => lines[part]).join("\n")}\n`;
};
