import type { Digest, Instant } from "../../../domain/units.ts";
import { AppError } from "../../../errors.ts";
import type { Counts, MetricsDriver, TrafficDriver } from "../../port.ts";
import type { SplitterCounts, SplitterState } from "./admin.ts";
import { ask, failed, type Told } from "./ask.ts";
import { type SplitterSettings, startSplitter } from "./start.ts";
import { signedIn } from "./state-folder.ts";
import { loadRouting } from "./store.ts";

/** ms for an answer of the splitter, but for `drain`, which takes as long as the requests in flight. */
const answerWithin = 5_000;
const soon = (signal: AbortSignal): AbortSignal => AbortSignal.any([signal, AbortSignal.timeout(answerWithin)]);

/**
 * Traffic through the embedded splitter. `set` starts it when it does not run; one that was killed comes up with its
 * last routes, and then gets the new ones in one step.
 *
 * @param settings `folder`: absolute, for this splitter alone; its path with `/admin.sock` has at most 103 bytes
 */
export const splitterTraffic = (settings: SplitterSettings): TrafficDriver => ({
  name: "splitter",
  async set(routes, fence, signal) {
    const put = (): Promise<Told | null> => ask(settings.folder, "PUT", "/routes", { fence, routes }, soon(signal));
    let told = await put();
    if (told === null) {
      await startSplitter(settings, signal);
      told = await put();
    }
    if (told?.status === 409) throw new AppError("DRIVER_FENCED", { driver: "splitter", act: "setting the routes" });
    expect(told, 204, "setting the routes");
  },
  async read(signal) {
    const told = await ask(settings.folder, "GET", "/state", undefined, soon(signal));
    // Before the first `set` there is nothing to run; after it, a splitter that is gone is a failure, not "no routes".
    if (told === null && (await loadRouting(settings.folder)) === null) return [];
    return stateOf(told, "reading the routes").routes;
  },
  async drain(endpoints, signal) {
    const told = await ask(settings.folder, "POST", "/drain-endpoints", endpoints, signal);
    if (told === null && (await loadRouting(settings.folder)) === null) return; // nothing was ever routed
    if (told?.status === 404) throw await outdated(settings.folder);
    expect(told, 204, `draining ${endpoints.join(", ")}`);
  },
});

/**
 * Counts at the router, not in the service: a build that cannot answer cannot hide it. A request that no instance took
 * counts as an error, without a latency.
 */
export const splitterMetrics = ({ folder, now }: { folder: string; now: () => Instant }): MetricsDriver => ({
  name: "splitter",
  async read(_, signal) {
    const { builds } = stateOf(await ask(folder, "GET", "/state", undefined, soon(signal)), "reading the counts");
    const entries = Object.entries(builds) as [Digest, SplitterCounts][];
    return { at: now(), builds: Object.fromEntries(entries.map(([build, counts]) => [build, countsOf(counts)])) };
  },
});

/** It outlives its conductor, and so an update of Headgate. */
const outdated = async (folder: string): Promise<AppError> => {
  const running = await signedIn(folder);
  const fix = `Run kill ${running?.pid}: it finishes what is in flight, and the next change of the routes starts the new one.`;
  return failed("draining", "the splitter that runs was started by an older Headgate and cannot say it", fix);
};

const countsOf = ({ requests, errors, refused, latency }: SplitterCounts): Counts => ({
  requests,
  errors: errors + refused,
  latency,
});

const stateOf = (told: Told | null, act: string): SplitterState => {
  expect(told, 200, act);
  return told!.body as SplitterState;
};

const expect = (told: Told | null, status: number, act: string): void => {
  if (told === null) throw failed(act, "it does not run", "The next change of the routes starts it again.");
  if (told.status === status) return;
  const { problem } = (told.body ?? {}) as { problem?: string };
  throw failed(act, problem ?? `it answered ${told.status}`, "See splitter.log in its state folder.");
};
