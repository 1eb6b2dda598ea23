import { once } from "node:events";
import { createServer } from "node:http";
import { describe, expect, test } from "vitest";
import type { RequirementStatus } from "../../src/domain/process/status.ts";
import type { Report } from "../../src/domain/release/evidence.ts";
import { instant, millis } from "../../src/domain/units.ts";
import { dashboard } from "../../src/probes/monitoring/dashboard.ts";
import { alertmanager, hasAlertmanager } from "../support/alertmanager.ts";
import { processOf } from "../support/default-check.ts";
import { ask, hasPrometheus, newBuild, oldBuild, prometheus } from "../support/prometheus.ts";
import { type Service, startService } from "../support/service.ts";
import { soon } from "../support/split.ts";
import { until } from "../support/until.ts";

const check = "checklist.monitoring";
const rules = [
  {
    figure: "signals",
    min: 4,
    otherwise: "only {value} of latency, traffic, errors and saturation have fresh data on a dashboard: {which}",
  },
];
const of = 'job="shop",version="{version}"';
const signals = {
  latency: `histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{${of}}[1m])))`,
  traffic: `sum(rate(http_requests_total{${of}}[1m]))`,
  errors: `http_errors_total{${of}}`,
  saturation: `memory_bytes{${of}}`,
};
const boardOn = (url: string, page = `${url}/-/healthy`) => ({ name: "shop", url: page, prometheus: { url }, signals });

const evidence = async (service: Service): Promise<Report | null | undefined> =>
  (await service.release()).evidence[check]?.report;
const seen = async ({ engine, id }: Service): Promise<RequirementStatus> =>
  (await engine.status(id)).view.requirements.find((one) => one.id === check)!;

/** Asks once more, and waits for that answer. */
const asked = async (service: Service): Promise<RequirementStatus> => {
  const last = (await service.release()).evidence[check]?.at ?? 0;
  await service.engine.command(service.id, { kind: "human", id: "ada" }, { type: "RequestCheck", requirement: check });
  await until("it was asked", async () => ((await service.release()).evidence[check]?.at ?? 0) > last, 20_000);
  return await seen(service);
};

describe.runIf(hasPrometheus)("dashboards on a real Prometheus (apt install prometheus)", () => {
  test("R14: an empty series fails, named with its dashboard and query; with data of this version it passes", async () => {
    await using w = await prometheus(oldBuild, newBuild);
    const [old, one] = w.services;
    await ask(old!, 5, "fail");
    await ask(one!, 20);
    await w.scraped(old!, one!);
    await w.scraped(old!, one!);
    await using service = await startService({
      process: processOf(check, { rules }),
      config: { monitoring: { dashboards: [boardOn(w.settings.url)] } },
    });
    await using _conductor = service.conduct();

    await until("it was asked", async () => (await seen(service)).state !== "missing");
    // The other version has errors, this one has none, and so no series of them yet.
    expect(await seen(service)).toMatchObject({
      state: "fail",
      reason:
        "only 3 of latency, traffic, errors and saturation have fresh data on a dashboard: shop: errors has no data in the last 15 min",
    });
    expect((await evidence(service))?.findings).toMatchObject([
      { where: 'http_errors_total{job="shop",version="1.1.0"}' },
    ]);

    await ask(one!, 3, "fail");
    await w.scraped(one!);
    expect(await asked(service)).toMatchObject({ state: "pass" });
    expect((await evidence(service))?.figures).toMatchObject({ signals: 4, dashboards: 1 });
  });

  test("T23: a percentile of no requests is NaN, and no data; a series that ended is too old", async () => {
    await using w = await prometheus(newBuild);
    const [one] = w.services;
    await w.scraped(one!);
    const look = (signals: Record<string, string>, within: number, at = Date.now()) =>
      dashboard({ ...settings, signals, within: millis(within), now: instant(at) }, soon());
    const settings = {
      name: "shop",
      url: `${w.settings.url}/-/healthy`,
      authorization: null,
      prometheus: { url: w.settings.url, authorization: null },
    };

    const nothing = await look({ latency: "0 / (0 * up)" }, 900_000);
    const there = await look({ latency: "memory_bytes" }, 60_000);
    await one!.stop();
    await w.missed(one!);
    const gone = await look({ latency: "memory_bytes" }, 60_000);
    // Within the look-back of Prometheus a plain series tells how old its last sample is.
    const late = await look({ latency: "last_over_time(memory_bytes[1h])", traffic: "up" }, 900_000);

    expect(nothing.texts).toEqual({ latency: "has no data in the last 15 min" });
    expect(there).toMatchObject({ texts: { latency: "data" }, findings: [], figures: { empty: 0, pages: 1 } });
    expect(gone.texts).toEqual({ latency: "has no data in the last 60 s" });
    expect(late.figures).toMatchObject({ checked: 2, empty: 0 });
  });

  test("a page that sends people elsewhere shows nothing; a query that Prometheus refuses, or none there, is an error", async () => {
    await using w = await prometheus(newBuild);
    await w.scraped(w.services[0]!);
    await using page = await answering(302, { location: "/login" });
    const board = boardOn(w.settings.url, page.url);
    await using service = await startService({
      process: processOf(check, { rules }),
      config: { monitoring: { dashboards: [{ ...board, signals: { saturation: signals.saturation } }] } },
    });
    await using _conductor = service.conduct();
    await until("it was asked", async () => (await seen(service)).state !== "missing");

    expect((await seen(service)).reason).toContain(
      "only 0 of latency, traffic, errors and saturation have fresh data on a dashboard: shop: the page answers 302, no dashboard shows latency",
    );

    const broken = { ...board, authorization: null, prometheus: { url: w.settings.url, authorization: null } };
    const look = (signals: Record<string, string>) =>
      dashboard({ ...broken, signals, within: millis(900_000), now: instant(Date.now()) }, soon());
    await expect(look({ errors: "sum(" })).rejects.toMatchObject({
      code: "PROBE_FAILED",
      message: expect.stringMatching(/asked for errors .*400: .*parse error/s),
    });
    await w.stop();
    await expect(look({ errors: "up" })).rejects.toMatchObject({ code: "PROBE_FAILED" });
  });
});

describe.runIf(hasPrometheus && hasAlertmanager)("everything together", () => {
  test("R14, R41: the check as it ships passes with fresh dashboards, an answered alert and a whole roster", async () => {
    await using w = await prometheus(newBuild);
    await using manager = await alertmanager();
    const [one] = w.services;
    await ask(one!, 20);
    await ask(one!, 1, "fail");
    await w.scraped(one!);
    await w.scraped(one!);
    const [from, to] = [Date.now() - 3_600_000, Date.now() + 86_400_000].map((at) => new Date(at).toISOString());
    await using service = await startService({
      process: processOf(check),
      config: {
        monitoring: {
          dashboards: [boardOn(w.settings.url)],
          alertmanager: { url: manager.url, receiver: "pager", labels: { team: "shop" }, "acknowledge-within": "1m" },
        },
        "on-call": { shifts: [{ person: "ben", from, to }] },
      },
    });
    await using _conductor = service.conduct();

    await until("it waits", async () => (await seen(service)).reason.includes("waits for ben"));
    await manager.silence((await manager.alerts())[0]!.labels.headgate_alert!, "ben");
    await until("it passes", async () => (await seen(service)).state === "pass");

    expect((await evidence(service))?.figures).toMatchObject({
      signals: 4,
      alertsAcknowledged: 1,
      rosterGapMinutes: 0,
    });
  });
});

/** A page that always answers so. */
const answering = async (
  status: number,
  headers: Record<string, string>,
): Promise<AsyncDisposable & { url: string }> => {
  const server = createServer((_, response) => response.writeHead(status, headers).end("x"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const close = async (): Promise<void> => {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/`, [Symbol.asyncDispose]: close };
};
