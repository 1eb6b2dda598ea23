import { join } from "node:path";
import { Pool } from "undici";
import { startChild } from "../../../src/demo/child.ts";
import { customer } from "../../../src/demo/load-mix.ts";
import { seeded } from "../../../src/demo/seeded.ts";
import { folder } from "../../../test/support/folder.ts";
import { buildFolder, type Kind, versionOf } from "./kind.ts";

/** Where the instances of each side are reached: `host:port`. */
export type Shop = AsyncDisposable & {
  readonly baseline: readonly string[];
  readonly candidate: readonly string[];
};

/** Two instances of the baseline, one of the candidate. */
const [baselines, candidates] = [2, 1];
/** Of each instance, before it gets traffic. */
const warmUpRequests = 300;

/** Fresh processes with an order book of their own, warm before anybody counts. */
export const startShop = async (
  { home, payments }: { readonly home: string; readonly payments: string },
  kind: Kind,
  seed: number,
  signal: AbortSignal,
): Promise<Shop> => {
  await using stack = new AsyncDisposableStack();
  const data = stack.use(await folder());
  const start = async (of: Kind): Promise<string> => {
    const env = { SHOP_DATA: join(data.path, "data"), SHOP_PAYMENTS: payments, HEADGATE_VERSION: versionOf[of] };
    const { port } = stack.use(await startChild(["server.mjs"], buildFolder(home, of), env));
    return `127.0.0.1:${port}`;
  };
  const all: string[] = [];
  for (let i = 0; i < baselines + candidates; i++) all.push(await start(i < baselines ? "same" : kind));
  await Promise.all(all.map((endpoint, i) => warm(`http://${endpoint}`, 1_000 * seed + i, signal)));
  const processes = stack.move();
  return {
    baseline: all.slice(0, baselines),
    candidate: all.slice(baselines),
    [Symbol.asyncDispose]: () => processes.disposeAsync(),
  };
};

/** One customer after the other: a fault that shows only under load does not show here. */
const warm = async (url: string, seed: number, signal: AbortSignal): Promise<void> => {
  const pool = new Pool(url, { connections: 1 });
  const next = customer(seeded(seed));
  for (let i = 0; i < warmUpRequests; i++) {
    const { request, keep } = next();
    const { headers, body } = await pool.request({ ...request, signal });
    await body.dump();
    keep(headers["set-cookie"]);
  }
  await pool.close();
};
