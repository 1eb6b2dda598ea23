/**
 * The service of `service.ts`: `/` answers its version. What goes wrong stands in `$FAULTS/<version>.json` and is read
 * again while it runs: `errors` (share of answers that are 500), `smoke` (status of `/smoke`), `ready` (false = 503),
 * `startedAfter` (ms since 1970: only instances that were started later are not ready).
 *
 * Where `$TARGETS` is a folder, `/metrics` tells a Prometheus what `/` answered, and a file there where to ask.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";

const { PORT, FAULTS = "", TARGETS = "", HEADGATE_VERSION: version = "?" } = process.env;
/** ms for which the faults may be old. */
const reread = 20;
let [faults, readAt, asked] = [{}, 0, 0];
const startedAt = Date.now();

const faultsNow = () => {
  if (performance.now() - readAt < reread) return faults;
  readAt = performance.now();
  try {
    faults = JSON.parse(readFileSync(join(FAULTS, `${version}.json`), "utf8"));
  } catch {
    faults = {}; // no file, no fault
  }
  return faults;
};

/** Evenly, and not by chance: of 20 answers one is an error at a share of 0.05. */
const isError = (share) => {
  asked++;
  return Math.floor(asked * share) > Math.floor((asked - 1) * share);
};

const statusOf = (path, { errors = 0, smoke = 200, ready = true, startedAfter = 0 }) => {
  if (path === "/healthz") return ready || startedAt <= startedAfter ? 200 : 503;
  if (path === "/smoke") return smoke;
  return path === "/" && isError(errors) ? 500 : 200;
};

/** Seconds; of a classic histogram. */
const edges = [0.1, 0.5, 1, Number.POSITIVE_INFINITY];
const counted = { requests: 0, errors: 0, upTo: edges.map(() => 0) };

const count = (status, seconds) => {
  counted.requests++;
  if (status >= 500) counted.errors++;
  for (const [i, edge] of edges.entries()) if (seconds <= edge) counted.upTo[i]++;
};

const metrics = () => {
  const of = `version="${version}"`;
  const buckets = edges.map(
    (edge, i) =>
      `http_request_seconds_bucket{${of},le="${edge === Number.POSITIVE_INFINITY ? "+Inf" : edge}"} ${counted.upTo[i]}`,
  );
  return `${[`http_requests_total{${of}} ${counted.requests}`, `http_errors_total{${of}} ${counted.errors}`, ...buckets].join("\n")}\n`;
};

const server = createServer(({ url }, response) => {
  if (url === "/metrics") return response.end(metrics());
  const [begun, status] = [performance.now(), statusOf(url, faultsNow())];
  if (url === "/") response.once("finish", () => count(status, (performance.now() - begun) / 1_000));
  response.writeHead(status, { "x-version": version });
  response.end(url === "/data" ? "42 orders" : version);
});
const target = join(TARGETS, `${PORT}.json`);
server.listen(Number(PORT), process.env.HOST ?? "127.0.0.1", () => {
  if (TARGETS !== "") writeFileSync(target, JSON.stringify([{ targets: [`127.0.0.1:${PORT}`] }]));
});
process.on("SIGTERM", () => {
  if (TARGETS !== "") rmSync(target, { force: true });
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
