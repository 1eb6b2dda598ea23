import { expect, test } from "vitest";
import type { PlanAnswer } from "../../src/api/plan-answer.ts";
import { type Service, startService, stepsOf } from "../support/service.ts";
import { steadyLoad } from "../support/steady-load.ts";
import { until } from "../support/until.ts";

const strategy = stepsOf([
  [25, "10m", "analysis"],
  [100, "10m", "analysis"],
]);

const planned = async ({ shell }: Service, ...words: readonly string[]): Promise<PlanAnswer> =>
  JSON.parse((await shell.headgate("plan", ...words, "--json")).out) as PlanAnswer;

test("R29: plan counts the traffic of what runs, and says what each step can prove at it", async () => {
  await using service = await startService({ config: { strategy } });
  await using load = steadyLoad(service.url, 4);
  await until("the baseline serves", () => (load.seen().byVersion["1.0.0"] ?? 0) > 20);

  for (const words of [[], [service.id]]) {
    const before = Date.now();
    const seen = load.seen().byVersion["1.0.0"]!;
    const { power } = await planned(service, ...words, "--measure", "1s");
    const rps = (1_000 * (load.seen().byVersion["1.0.0"]! - seen)) / (Date.now() - before);

    // No verdict gates a step in staging, which has no traffic of its own.
    expect(power.map(({ environment }) => environment)).toEqual(["production"]);
    const { traffic, steps } = power[0]!;
    if (traffic.source !== "measured") throw new Error(JSON.stringify(traffic));
    expect(traffic.rps / rps).toBeGreaterThan(0.5);
    expect(traffic.rps / rps).toBeLessThan(2);
    expect(traffic).toMatchObject({ errors: 0, isAtMost: true, errorRate: 0.5 / (traffic.requests + 1) });
    expect(traffic.p95).toBeGreaterThan(0);
    expect(steps.map(({ step, judgedBy }) => [step, judgedBy])).toEqual([
      [1, "comparison"],
      [2, "limits"],
    ]);
    expect(steps[0]!.rises[2]!.after).toBeGreaterThan(0);
  }
});

test("without a look, or without a request, plan says that no traffic is known; given figures do as well", async () => {
  await using service = await startService({ config: { strategy } });
  const production = ({ power }: PlanAnswer) => power.find(({ environment }) => environment === "production")!;

  expect(production(await planned(service, "--measure", "0s")).traffic).toMatchObject({ reason: "nobody looked" });
  expect(production(await planned(service, "--measure", "200ms")).traffic).toMatchObject({
    source: "unknown",
    reason: expect.stringMatching(/nobody asked for anything|there are no counts of 1\.0\.0/),
  });
  const given = production(await planned(service, "--rps", "100", "--error-rate", "0.1%"));
  expect(given.traffic).toEqual({ source: "given", rps: 100, errorRate: 0.001 });
  expect(given.steps).toHaveLength(2);
  expect(await service.shell.headgate("plan", "--rps", "100")).toMatchObject({ exit: 2 });
  const text = await service.shell.headgate("plan", "--rps", "0.1", "--error-rate", "0.1%");
  expect(text.out.replace(/\s+/g, " ")).toContain("let a person decide (gates: [approval])");
});
