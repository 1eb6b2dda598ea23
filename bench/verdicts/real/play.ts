import { createHash } from "node:crypto";
import { loadavg } from "node:os";
import { digest, percent } from "../../../src/domain/units.ts";
import { until } from "../../../test/support/until.ts";
import { startLoad } from "../../support/start-load.ts";
import { versionOf } from "./kind.ts";
import type { Order } from "./order.ts";
import type { Router } from "./router.ts";
import type { Run } from "./run.ts";
import { type Shop, startShop } from "./shop.ts";
import { type Sides, watch } from "./watch.ts";

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
  const load = startLoad(router.url, order.rate, 120 + order.windows, order.seed);
  await using _stopped = { [Symbol.asyncDispose]: async () => void (await load.stop()) };
  const seen = async (): Promise<number> =>
    (await router.metrics.read([sides.baseline], signal)).builds[sides.baseline.digest]?.requests ?? 0;
  await until("the clients are there", async () => (await seen()) >= order.rate, 60_000);
  const windows = await watch(router, sides, order, signal);
  const clients = await load.stop();
  return { router: router.name, kind: order.kind, seed: order.seed, windows, clients, load: loadavg()[0]! };
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
