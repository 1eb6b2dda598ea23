import { setTimeout as sleep } from "node:timers/promises";
import type { AppError } from "../../../errors.ts";
import { readIfThere } from "../../durable-file.ts";
import type { Route, TrafficDriver } from "../../port.ts";
import { ask, type Told } from "./ask.ts";
import { change } from "./change.ts";
import { during, failed, type NginxSettings, placesIn } from "./settings.ts";
import { overlap, workersBeside } from "./workers.ts";

/** ms between two looks at nginx's processes. */
const pause = 20;

/**
 * Traffic through an nginx that runs already: a file that it includes is replaced, and it reloads. What it serves is
 * asked of its workers.
 *
 * A reload closes connections that clients keep open: a client that sends its next request just then and does not
 * repeat it sees a reset. Where that is not acceptable, use HAProxy or the splitter.
 */
export const nginxTraffic = (settings: NginxSettings): TrafficDriver => ({
  name: "nginx",
  set: (routes, fence, signal) =>
    during("setting the routes", signal, () => change(settings, { routes, fence }, signal)),
  read: (signal) =>
    during("reading the routes", signal, async () => (await running(settings, signal))?.state.routes ?? []),
  drain: (endpoints, signal) =>
    during("draining", signal, async () => {
      const told = await running(settings, signal);
      if (told !== null) await drained(settings, endpoints, told, signal);
    }),
});

/** @returns null before the first `set`; after it, an nginx that does not answer is a failure, not "no routes" */
const running = async (settings: NginxSettings, signal: AbortSignal): Promise<Told | null> => {
  const told = await ask(settings, signal);
  if (typeof told !== "string") return told;
  if ((await readIfThere(placesIn(settings).config)) === null) return null;
  const fix = `Is nginx running, and does its http block include ${placesIn(settings).config}?`;
  throw failed("asking what it serves", told, fix);
};

/**
 * Wait until no old worker is left. New workers have no connection to these endpoints, for their configuration does not
 * name them. It is not enough that an old one has none just now: it may still be taking in a request, and connect once
 * it has all of it. So this waits for requests to other instances too, such as a long WebSocket, until nginx's
 * `worker_shutdown_timeout` ends them.
 */
const drained = async (settings: NginxSettings, endpoints: readonly string[], first: Told, signal: AbortSignal) => {
  let quietSince: number | null = null;
  for (let told: Told | null = first; told !== null; told = await running(settings, signal)) {
    const open = told.state.routes.find(
      (route) => getsRequests(route) && route.endpoints.some((one) => endpoints.includes(one)),
    );
    if (open !== undefined) throw stillRouted(open);
    const workers = await workersBeside(told.pid);
    if (workers === null) throw unseen(told.pid);
    const now = performance.now();
    quietSince = workers.some(({ stopping }) => stopping) ? null : (quietSince ?? now);
    if (quietSince !== null && now - quietSince >= overlap) return;
    await sleep(pause, undefined, { signal });
  }
};

const getsRequests = ({ weight, cohort }: Route): boolean => weight > 0 || cohort !== undefined;

const stillRouted = ({ build, weight }: Route): AppError =>
  failed(
    `draining ${build.slice(0, 19)}`,
    weight > 0 ? `its weight is ${weight} %, and must be 0 before it can drain` : "its cohort still reaches it",
    "Take it out of the routes first.",
  );

const unseen = (pid: number): AppError =>
  failed(
    "draining",
    `its worker ${pid} cannot be seen from here, so nobody knows when the old ones have ended`,
    "Run Headgate where nginx runs, in the same container if it is in one.",
  );
