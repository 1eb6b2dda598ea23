import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { nginxTraffic } from "../../src/drivers/traffic/nginx/driver.ts";
import { folder } from "../support/folder.ts";
import { hasNginx, type Nginx, nginx } from "../support/nginx.ts";
import { hasPrometheus, prometheusServer } from "../support/prometheus.ts";
import { quickAnalysis, type Service, startService, stepsOf } from "../support/service.ts";
import { soon } from "../support/split.ts";
import { steadyLoad } from "../support/steady-load.ts";

type World = AsyncDisposable & {
  readonly service: Service;
  readonly router: Nginx;
  /** What nginx's workers serve: the share of users by version. */
  readonly shares: () => Promise<Readonly<Record<string, number>>>;
};

/** Production behind an nginx that runs already, counted by a Prometheus that finds the instances by their files. */
const behindNginx = async (strategy: object): Promise<World> => {
  await using stack = new AsyncDisposableStack();
  const router = stack.use(await nginx());
  const targets = stack.use(await folder());
  const files = { file_sd_configs: [{ files: [join(targets.path, "*.json")] }] };
  const { url } = stack.use(await prometheusServer(files, "500ms"));
  const { host, port } = router.settings.listen;
  const service = stack.use(
    await startService({
      config: {
        strategy,
        // A window has a scrape or two; Prometheus takes up new instances every 5 s only.
        analysis: { ...quickAnalysis, interval: "1500ms", "max-missing": 20 },
      },
      production: {
        listen: `${host}:${port}`,
        traffic: { driver: "nginx", folder: router.settings.folder, reload: router.settings.reload },
        metrics: {
          driver: "prometheus",
          url,
          requests: 'http_requests_total{job="shop"}',
          errors: 'http_errors_total{job="shop"}',
          latency: 'http_request_seconds{job="shop"}',
        },
      },
      env: { TARGETS: targets.path },
    }),
  );
  const traffic = nginxTraffic({ ...router.settings, stateFolder: join(service.folder("production"), "nginx") });
  const all = stack.move();
  return {
    service,
    router,
    async shares() {
      const { candidate } = await service.rollout();
      const routes = (await traffic.read(soon())).filter(({ weight }) => weight > 0);
      return Object.fromEntries(
        routes.map(({ build, weight }) => [build === candidate.digest ? "1.1.0" : "1.0.0", weight]),
      );
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
};

const canary = stepsOf([
  [50, "0s", "analysis"],
  [100, "1h", "analysis"],
]);

describe.runIf(hasNginx && hasPrometheus)("a rollout behind a real nginx (apt install nginx-light prometheus)", () => {
  test("R25, T1: a canary is judged by Prometheus; harm leads back; nobody without a kept connection is let down", async () => {
    await using world = await behindNginx(canary);
    const { service, router, shares } = world;
    await using load = steadyLoad(router.url, 6, "anew");
    await using _conductor = service.conduct();

    await service.start();
    await service.event("WeightConfirmed", 1, 30_000);
    expect(await shares()).toEqual({ "1.0.0": 50, "1.1.0": 50 });
    await service.event("WeightConfirmed", 2, 60_000);
    expect(await shares()).toEqual({ "1.1.0": 100 });
    expect(load.seen().failed).toEqual([]);
    await service.fault("1.1.0", { errors: 0.4 });
    const { rollback } = await service.phase("rolled-back", 60_000);

    expect(rollback).toMatchObject({ by: "headgate", severity: "critical", smoke: { failed: 0 } });
    expect(await shares()).toEqual({ "1.0.0": 100 });
    const { failed, byVersion } = await load.stop();
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.filter((problem) => !problem.endsWith("500 by 1.1.0"))).toEqual([]);
    expect(byVersion["1.0.0"]).toBeGreaterThan(0);
  }, 180_000);
});
