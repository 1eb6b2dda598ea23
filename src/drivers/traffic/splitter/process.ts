/**
 * The splitter is a process of its own, so that a killed conductor never cuts live traffic:
 * `node process.ts <state folder> <host> <port>`. The driver starts it; it runs until SIGTERM.
 */
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { chmod, rm } from "node:fs/promises";
import type { Server } from "node:http";
import { tryLock } from "../../exclusively.ts";
import { adminServer } from "./admin.ts";
import { seeded } from "./random.ts";
import { router } from "./router.ts";
import type { Routing } from "./routes.ts";
import { sides } from "./sides.ts";
import { anotherRuns, placesIn, signIn } from "./state-folder.ts";
import { loadRouting, saveRouting } from "./store.ts";

/** ms that requests in flight get at SIGTERM. */
const grace = 30_000;

const main = async (folder: string, host: string, port: number): Promise<void> => {
  const { socket, lock } = placesIn(folder);
  // Of two that are started at once, the second ends here and has touched nothing. Held until the process ends.
  if (tryLock(lock) === null) process.exit(anotherRuns);
  const routing: Routing = (await loadRouting(folder)) ?? { fence: [0, 0], routes: [] };
  const seed = randomInt(2 ** 32);
  const split = sides(seeded(seed));
  if (routing.routes.length > 0) split.apply(routing.routes);
  const data = router(split, () => performance.now());
  const admin = adminServer(split, routing, (next) => saveRouting(folder, next));

  await listen(data.server, { host, port });
  await signIn(folder, process.pid);
  await rm(socket, { force: true }); // what a killed one left behind
  process.umask(0o177); // the socket is the owner's alone from its first moment
  await listen(admin, { path: socket });
  await chmod(socket, 0o600);
  log("listening", { host, port, seed, fence: routing.fence.join("."), routes: routing.routes.length });

  await once(process, "SIGTERM");
  log("stopping", {});
  await data.close(grace);
  await rm(socket, { force: true });
  await split.close();
  log("stopped", {});
  process.exit(0);
};

const listen = (server: Server, at: { host: string; port: number } | { path: string }): Promise<unknown> => {
  const listening = once(server, "listening"); // rejects on "error"
  server.listen(at);
  return listening;
};

const log = (what: string, detail: object): void =>
  console.log(JSON.stringify({ at: new Date().toISOString(), pid: process.pid, what, ...detail }));

// One odd request must not end everybody's traffic; what it was is in the log.
process.on("uncaughtException", (error) => log("bug", { stack: error.stack }));
process.on("SIGINT", () => {}); // Ctrl-C at the conductor's terminal is not meant for us
process.on("SIGHUP", () => {});

const [folder, host, port] = process.argv.slice(2);
main(folder!, host!, Number(port)).catch((error: Error) => {
  log("cannot start", { problem: error.message });
  process.exit(1);
});
