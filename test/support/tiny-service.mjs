/**
 * The service of `service.ts`: `/` answers its version. What goes wrong stands in `$FAULTS/<version>.json` and is read
 * again while it runs: `errors` (share of answers that are 500), `smoke` (status of `/smoke`), `ready` (false = 503),
 * `startedAfter` (ms since 1970: only instances that were started later are not ready).
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";

const { PORT, FAULTS = "", HEADGATE_VERSION: version = "?" } = process.env;
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

const server = createServer(({ url }, response) => {
  response.writeHead(statusOf(url, faultsNow()), { "x-version": version });
  response.end(url === "/data" ? "42 orders" : version);
});
server.listen(Number(PORT), process.env.HOST ?? "127.0.0.1");
process.on("SIGTERM", () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
