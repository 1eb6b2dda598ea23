import { join } from "node:path";
import { startChild } from "../../../src/demo/child.ts";
import { folder } from "../../../test/support/folder.ts";
import { writeBuilds } from "./kind.ts";
import type { Order } from "./order.ts";
import { play } from "./play.ts";
import { type RouterName, startRouter } from "./router.ts";
import type { Run } from "./run.ts";

const stub = join(import.meta.dirname, "../../../src/demo/shop/payments-stub.mjs");

/** Every order behind every router, on so many routers of each at the same time. */
export const playAll = async (
  routers: readonly RouterName[],
  orders: readonly Order[],
  lanes: number,
  onDone: (run: Run) => void,
): Promise<readonly Run[]> => {
  await using dir = await folder();
  await writeBuilds(dir.path);
  await using payments = await startChild([stub], dir.path, { PAYMENTS_KEY: "demo" });
  const places = { home: dir.path, payments: payments.url };
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort());
  const done: Run[] = [];
  const lane = async (name: RouterName, left: Order[]): Promise<void> => {
    await using router = await startRouter(name);
    for (let order = left.shift(); order !== undefined; order = left.shift()) {
      const run = await play(router, places, order, stop.signal);
      done.push(run);
      onDone(run);
    }
  };
  // One that fails ends them all, each in order: nothing is left running.
  const reasons: unknown[] = [];
  const giveUp = (reason: unknown): void => {
    reasons.push(reason);
    stop.abort();
  };
  const working = routers.flatMap((name) => {
    const left = [...orders];
    return Array.from({ length: lanes }, () => lane(name, left).catch(giveUp));
  });
  await Promise.all(working);
  if (reasons.length > 0) throw reasons[0];
  return done;
};
