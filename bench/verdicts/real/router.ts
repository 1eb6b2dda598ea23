import { join } from "node:path";
import { instant } from "../../../src/domain/units.ts";
import type { MetricsDriver, TrafficDriver } from "../../../src/drivers/port.ts";
import { splitterMetrics, splitterTraffic } from "../../../src/drivers/traffic/splitter/driver.ts";
import { stopSplitter } from "../../../src/drivers/traffic/splitter/start.ts";
import { freePort } from "../../../src/free-port.ts";
import { folder } from "../../../test/support/folder.ts";
import { haproxy } from "../../../test/support/haproxy.ts";

export const routerNames = ["splitter", "haproxy"] as const;
export type RouterName = (typeof routerNames)[number];

/** A real router with the product's own drivers; nothing is routed yet. */
export type Router = AsyncDisposable & {
  readonly name: RouterName;
  readonly traffic: TrafficDriver;
  readonly metrics: MetricsDriver;
  readonly url: string;
};

export const startRouter = async (name: RouterName): Promise<Router> =>
  name === "splitter" ? await splitter() : { ...(await haproxy()), name };

/** Its process starts with the first routes. */
const splitter = async (): Promise<Router> => {
  const dir = await folder();
  const settings = { folder: join(dir.path, "splitter"), host: "127.0.0.1", port: await freePort() };
  return {
    name: "splitter",
    traffic: splitterTraffic(settings),
    metrics: splitterMetrics({ folder: settings.folder, now: () => instant(Date.now()) }),
    url: `http://${settings.host}:${settings.port}`,
    async [Symbol.asyncDispose]() {
      await stopSplitter(settings.folder, AbortSignal.timeout(20_000));
      await dir[Symbol.asyncDispose]();
    },
  };
};
