import { expect, test } from "vitest";
import { toStatusAnswer } from "../../src/api/to-status-answer.ts";
import { paint } from "../../src/cli/text/paint.ts";
import { statusText } from "../../src/cli/text/status-text.ts";
import type { Evidence } from "../../src/domain/release/evidence.ts";
import { ada, type Service, startService, stepsOf } from "../support/service.ts";
import { deployRollout, processText, stageText } from "../support/service-process.ts";
import { send } from "../support/split.ts";
import { steadyLoad } from "../support/steady-load.ts";
import { until } from "../support/until.ts";

const common = "owner: lead, why: Somebody has to care., after: [deploy]";
const metricsCheck = `{ id: metrics, kind: check, title: Targets are kept, ${common}, probe: targets, rules: [
    { figure: errorRate, below: error-rate, of: requests, otherwise: "{value} failed, not below {limit}" },
    { figure: p95Ms, below: p95, of: latencies, otherwise: "{value} ms" } ] }`;
const countedCheck = `{ id: counted, kind: check, title: Metrics count, ${common}, probe: traffic-delta, rules: [
    { figure: sent, min: 100, otherwise: "{value} sent" }, { figure: difference, max: 1, otherwise: "off by {value}" } ] }`;
const metrics = `metrics:
  - { id: error-rate, title: Error rate, formula: failed by all, unit: fraction, target: 0.001, better: lower, min-sample: 1000 }
  - { id: p95, title: p95, formula: 95 % were faster, unit: ms, target: 2000, better: lower, min-sample: 1000 }
`;

/** Windows of 2 s after promotion, a tenth of the rollback window. */
const process = processText(
  [stageText("production", [], [deployRollout, metricsCheck, countedCheck])],
  ["deploy"],
  metrics,
).replace("rollback-window: 48h", "rollback-window: 20s");
const strategy = stepsOf([
  [25, "0s"],
  [100, "0s"],
]);

/** Asks the check once more; a moment passes before what was asked for is looked at. */
const asked = async ({ engine, id, release }: Service, requirement: string): Promise<Evidence> => {
  const last = (await release()).evidence[requirement]?.at ?? 0;
  await engine.command(id, ada, { type: "RequestCheck", requirement });
  await until(`${requirement} was asked`, async () => ((await release()).evidence[requirement]?.at ?? 0) > last);
  return (await release()).evidence[requirement]!;
};

/** Sends so many, and waits until the windows since the promotion have them. */
const watched = async (service: Service, requests: number): Promise<void> => {
  const before = (await service.rollout()).watched.requests;
  await send(service.url, requests);
  const isSeen = async () => (await service.rollout()).watched.requests >= before + requests;
  await until(`${requests} requests are in the windows`, isSeen);
};

const judged = async ({ engine, id }: Service, requirement: string) =>
  (await engine.status(id)).view.requirements.find((one) => one.id === requirement);

test("R58, R79, R96: signals before and after stand in one file, and are judged by enough requests or not at all", async () => {
  await using service = await startService({ process, config: { strategy } });
  await using load = steadyLoad(service.url, 2);
  await until("the baseline serves", () => (load.seen().byVersion["1.0.0"] ?? 0) > 10);
  await using _conductor = service.conduct();

  await service.start();
  const { signals } = await service.event("BaselineMeasured");
  const first = await service.event("WeightConfirmed");
  await load.stop();

  // R79: before the candidate had a request, with values, window and sample.
  if (signals === null) throw new Error("the baseline was not measured");
  expect(signals.to).toBeLessThanOrEqual(first.at);
  expect(signals.to - signals.from).toBeGreaterThanOrEqual(850);
  expect(signals.requests).toBeGreaterThan(10);
  expect(signals).toMatchObject({ errors: 0, errorRate: 0, measured: signals.requests });
  expect(signals.rps).toBeCloseTo((1_000 * signals.requests) / (signals.to - signals.from), 6);
  expect(signals.p95).toBeGreaterThan(0);

  await service.phase("promoted");
  await until("a window has closed", async () => (await service.rollout()).watched.windows > 0);
  await service.fault("1.1.0", { errors: 1 / 3 });
  await watched(service, 3);
  await asked(service, "metrics");
  expect(await judged(service, "metrics")).toMatchObject({
    state: "inconclusive",
    reason: expect.stringMatching(/^insufficient data for errorRate: \d+ of at least 1000 requests/),
  });

  // Each of the two instances fails every 400th request: 0.25 %.
  await service.fault("1.1.0", { errors: 0.0025 });
  await watched(service, 1_600);
  const seen = await asked(service, "metrics");
  expect(await judged(service, "metrics")).toMatchObject({
    state: "fail",
    reason: expect.stringMatching(/failed, not below 0\.001/),
  });

  const file = JSON.parse(new TextDecoder().decode(await service.engine.blob(seen.raw)));
  expect(file.figures).toMatchObject({
    baselineErrorRate: 0,
    baselineP95Ms: signals.p95,
    baselineRequestsPerSecond: signals.rps,
    baselineRequests: signals.requests,
    baselineWindowSeconds: (signals.to - signals.from) / 1_000,
    errorRate: expect.any(Number),
    p95Ms: expect.any(Number),
    requestsPerSecond: expect.any(Number),
    windowSeconds: expect.any(Number),
  });
  expect(file.texts.window).toMatch(/^20\S+Z to 20\S+Z$/);

  // R58: a hundred requests are counted as a hundred, one more or less.
  const counted = await asked(service, "counted");
  expect(counted.report?.figures).toMatchObject({ sent: 100, difference: expect.toSatisfy((n: number) => n <= 1) });
  expect(counted.report?.figures.counted).toBeLessThanOrEqual(101);
  expect(await judged(service, "counted")).toMatchObject({ state: "pass" });
});

test("R17: before traffic nobody has met the new build, and after 20 requests it says 20", async () => {
  await using service = await startService({ process, config: { strategy: stepsOf([[100, "0s"]]) } });
  const told = async () => {
    const known = await service.engine.status(service.id);
    return statusText(toStatusAnswer(known, service.engine.now()), { paint: paint(false), columns: 100 });
  };
  expect(await told()).toContain("users: 0 requests on 1.1.0");

  await using _conductor = service.conduct();
  await service.start();
  await service.phase("promoted");
  await until("a window has closed", async () => (await service.rollout()).watched.windows > 0);
  const before = (await service.rollout()).served;
  await watched(service, 20);

  expect(await told()).toContain(`users: ${before + 20} requests on 1.1.0`);
});

test("R79: a source that cannot tell does not stop the rollout, and that is written down", async () => {
  await using service = await startService({
    config: { strategy },
    production: {
      metrics: { driver: "prometheus", url: "http://127.0.0.1:9", requests: "r", errors: "e", latency: "l" },
    },
  });
  await using _conductor = service.conduct();

  await service.start();

  expect(await service.event("BaselineMeasured")).toMatchObject({
    signals: null,
    problem: expect.stringMatching(/.{10,}/),
  });
  await service.event("WeightConfirmed");
});
