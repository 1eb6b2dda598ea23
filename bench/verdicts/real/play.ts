import { createHash } from "node:crypto";
import { loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { addWindow } from "../../../src/analysis/add-window.ts";
import type { Settings } from "../../../src/analysis/settings.ts";
import { noTally } from "../../../src/analysis/tally.ts";
import { difference } from "../../../src/analysis/window.ts";
import type { Counts } from "../../../src/demo/load-counts.ts";
import type { JudgedWindow } from "../../../src/domain/rollout/window.ts";
import { digest, instant, type Percent, percent } from "../../../src/domain/units.ts";
import type { BuildRef, Route, Sample } from "../../../src/drivers/port.ts";
import { until } from "../../../test/support/until.ts";
import { startLoad } from "../../support/start-load.ts";
import { type Kind, versionOf } from "./kind.ts";
import type { Router, RouterName } from "./router.ts";
import { errorsAlone, interval, shipped, withMargin } from "./settings.ts";
import { type Shop, startShop } from "./shop.ts";

/** One rollout to be: `weight` in percent, `rate` in requests a second for both sides, `windows` at most. */
export type Order = {
  readonly kind: Kind;
  readonly seed: number;
  readonly weight: number;
  readonly rate: number;
  readonly windows: number;
};

/** Its windows, what its clients saw, and the load of the machine at its end. */
export type Run = {
  readonly router: RouterName;
  readonly kind: Kind;
  readonly seed: number;
  readonly windows: readonly JudgedWindow[];
  readonly clients: Counts;
  readonly load: number;
};

/** Fresh instances on both sides, warmed alike; then the candidate's first traffic, and a window after the other. */
export const play = async (
  router: Router,
  places: { readonly home: string; readonly payments: string },
  order: Order,
  signal: AbortSignal,
): Promise<Run> => {
  await using stack = new AsyncDisposableStack();
  const shop = stack.use(await startShop(places, order.kind, order.seed, signal));
  const sides = sidesOf(shop, order);
  await router.traffic.set(sides.routes(0), [1, 1], signal);
  stack.defer(() => router.traffic.set([], [1, 1], AbortSignal.timeout(20_000)));
  const load = startLoad(router.url, order.rate, 60 + order.windows, order.seed);
  await using _stopped = { [Symbol.asyncDispose]: async () => void (await load.stop()) };
  const seen = async (): Promise<number> =>
    (await router.metrics.read([sides.baseline], signal)).builds[sides.baseline.digest]?.requests ?? 0;
  await until("the clients are there", async () => (await seen()) >= order.rate, 20_000);
  const windows = await watch(router, sides, order, signal);
  const clients = await load.stop();
  return { router: router.name, kind: order.kind, seed: order.seed, windows, clients, load: loadavg()[0]! };
};

type Sides = {
  readonly baseline: BuildRef;
  readonly candidate: BuildRef;
  readonly routes: (weight: number) => readonly Route[];
};

/** Digests of their own, so that a router that lives on counts each run from 0. */
const sidesOf = ({ baseline, candidate }: Shop, { kind, seed }: Order): Sides => {
  const digestOf = (side: string) =>
    digest(`sha256:${createHash("sha256").update(`${side} ${kind} ${seed}`).digest("hex")}`);
  const [ours, theirs] = [digestOf("candidate"), digestOf("baseline")];
  return {
    baseline: { digest: theirs, version: versionOf.same },
    candidate: { digest: ours, version: versionOf[kind] },
    routes: (weight) => [
      { build: theirs, endpoints: baseline, weight: percent(100 - weight) },
      { build: ours, endpoints: candidate, weight: percent(weight) },
    ],
  };
};

const watch = async (
  { name, traffic, metrics }: Router,
  { baseline, candidate, routes }: Sides,
  { kind, weight, windows: most }: Order,
  signal: AbortSignal,
): Promise<readonly JudgedWindow[]> => {
  const isDecided = decider(kind, shipped(name));
  const read = () =>
    orNothing(metrics.read([candidate, baseline], AbortSignal.any([signal, AbortSignal.timeout(5_000)])));
  await traffic.set(routes(weight), [1, 1], signal);
  const windows: JudgedWindow[] = [];
  for (let before = await read(), begun = before.at; windows.length < most; ) {
    await sleep(Math.max(0, begun + (windows.length + 1) * interval - Date.now()), undefined, { signal });
    const after = await read();
    const window = windowOf(before, after, { baseline, candidate }, begun, percent(weight));
    windows.push(window);
    before = after;
    if (isDecided(window)) break;
  }
  return windows;
};

/** As in the conductor: a source that does not answer gives a missing window. */
const orNothing = async (reading: Promise<Sample>): Promise<Sample> => {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw error;
    return { at: instant(Date.now()), builds: {} };
  }
};

const windowOf = (
  before: Sample,
  after: Sample,
  { baseline, candidate }: Pick<Sides, "baseline" | "candidate">,
  begun: JudgedWindow["from"],
  weight: Percent,
): JudgedWindow => {
  const side = (build: BuildRef) => {
    const [was, is] = [before.builds[build.digest], after.builds[build.digest]];
    return was === undefined || is === undefined ? null : difference(was, is);
  };
  const counts = { candidate: side(candidate), baseline: side(baseline) };
  return { from: before.at, to: after.at, ...counts, weight, confirmedAt: begun, grownAt: begun, resumes: 0 };
};

/** A margin that is asked for as well, so that its price in time can be told. */
export const largerMargin = 0.3;

/** A faulty run may end once all that it is judged by have told; an A/A run lasts. */
const decider = (kind: Kind, settings: Settings): ((window: JudgedWindow) => boolean) => {
  const others: Readonly<Record<Kind, readonly Settings[]>> = {
    same: [],
    fault: [errorsAlone(settings)],
    slow: [withMargin(settings, largerMargin)],
  };
  const judges = [settings, ...others[kind]];
  let tallies = judges.map(noTally);
  return (window) => {
    tallies = tallies.map((tally, i) => addWindow(tally, window, judges[i]!));
    return kind !== "same" && tallies.every(({ harmedBy }) => harmedBy !== null);
  };
};
