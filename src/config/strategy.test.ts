import { describe, expect, test } from "vitest";
import { complaintsAbout, configOf } from "../../test/support/complaints.ts";

const strategyOf = (text: string) => configOf(`strategy: ${text}\n`).strategy;
const problemsOf = (text: string, production?: string) => complaintsAbout(`strategy: ${text}\n`, production);
const hour = 3_600_000;

test("nothing said is a canary with the usual steps", () => {
  expect(strategyOf("{}")).toMatchObject({ kind: "canary", steps: [5, 25, 50, 100].map((weight) => ({ weight })) });
  expect(strategyOf("{ cohort: { cookie: crew, value: yes } }")).toMatchObject({
    kind: "canary",
    steps: { length: 4 },
  });
});

test("each strategy has defaults for all that is not said", () => {
  const analysis = ["analysis"];
  expect(strategyOf("{ blue-green: {} }")).toMatchObject({
    kind: "blue-green",
    idle: { bake: 0, gates: [] },
    bake: hour,
    gates: analysis,
  });
  expect(strategyOf("{ rolling: {} }")).toMatchObject({
    kind: "rolling",
    batch: 1,
    maxUnavailable: 1,
    gates: analysis,
  });
  expect(strategyOf("{ recreate: {} }")).toMatchObject({ kind: "recreate", downtime: hour / 6, bake: hour / 2 });
});

test("as many may be missing as are replaced, unless it is said", () => {
  expect(strategyOf("{ rolling: { batch: 2 } }")).toMatchObject({ batch: 2, maxUnavailable: 2 });
  expect(strategyOf("{ rolling: { batch: 2, max-unavailable: 0 } }")).toMatchObject({ batch: 2, maxUnavailable: 0 });
});

test("a cohort is known by a header or a cookie, and its step has gates of its own", () => {
  expect(strategyOf("{ rolling: {}, cohort: { header: X-Crew, value: a, gates: [approval] } }").cohort).toEqual({
    by: "header",
    name: "X-Crew",
    value: "a",
    bake: hour / 2,
    gates: ["approval"],
    answer: { within: hour / 2, unanswered: "hold" },
  });
  expect(strategyOf("{ cohort: { cookie: crew, value: a } }").cohort).toMatchObject({ by: "cookie", name: "crew" });
});

test.each([
  [
    "{ canary: [{ weight: 100, bake: 0s }], rolling: {}, recreate: {} }",
    [
      "strategy.rolling: is a second strategy; keep one of them",
      "strategy.recreate: is a second strategy; keep one of them",
    ],
  ],
  ["{ cohort: { value: a } }", ["strategy.cohort: names neither a header nor a cookie; name one of them"]],
  [
    "{ cohort: { header: a, cookie: b, value: c } }",
    ["strategy.cohort: names both a header and a cookie; name one of them"],
  ],
  ["{ cohort: { header: a } }", ["strategy.cohort.value: is missing; add it: its value"]],
  [
    "{ blue-green: { idle: { gates: [analysis] } } }",
    ["strategy.blue-green.idle.gates[0]: has no traffic to judge on the idle side; write [] or [approval]"],
  ],
  ["{ rolling: { batch: 0 } }", ["strategy.rolling.batch: is 0; write 1 or more"]],
  ["{ blue-gren: {} }", ['strategy.blue-gren: unknown key; did you mean "blue-green"?']],
])("%s is refused", (text, problems) => {
  expect(problemsOf(text)).toEqual(problems);
});

test("no more instances may be missing than production has", () => {
  const rolling = (most: number) => `{ rolling: { batch: 4, max-unavailable: ${most} } }`;
  const withCount = (count: string) => `instances: { command: [x], count: ${count} }`;

  expect(problemsOf(rolling(2))).toEqual([]);
  expect(problemsOf(rolling(3))).toEqual([
    "strategy.rolling.max-unavailable: is 3, and production has 2 instances; write 2 or less",
  ]);
  expect(problemsOf(rolling(4), withCount("4"))).toEqual([]);
  expect(problemsOf(rolling(5), withCount("4"))).toHaveLength(1);
  expect(problemsOf(rolling(5), withCount("many"))).toEqual([expect.stringContaining("instances.count")]);
});

describe("R75: what the watch of a step may name", () => {
  const metrics =
    "instances: { command: [x] }, metrics: { driver: web, url: http://127.0.0.1:9/, counters: [checkout], gauges: [memory] }";
  const limits = (watch: string) => `{ canary: [{ weight: 100, bake: 1h, watch: [${watch}] }] }`;
  const problems = (watch: string, production = metrics) => problemsOf(limits(watch), production);

  test("a counter and a gauge of production's own metrics", () => {
    const { strategy } = configOf(
      `strategy: ${limits("{ counter: checkout, above: 1%, requests: 50 }, { gauge: memory, above: 90 }")}\n`,
      metrics,
    );
    expect(strategy).toMatchObject({
      steps: [
        {
          watch: [
            { metric: "counter", name: "checkout", above: 0.01, atLeast: 50, onBreach: "pause" },
            { metric: "gauge", name: "memory", above: 90, for: 15_000, onBreach: "pause" },
          ],
        },
      ],
    });
  });

  test.each([
    [
      "{ counter: chekout, above: 1% }",
      'watch[0].counter: "chekout" is not among the counters of environments.production.metrics; did you mean "checkout"?',
    ],
    ["{ gauge: disk, above: 1 }", 'watch[0].gauge: "disk" is not among the gauges'],
    ["{ above: 1% }", "watch[0]: names 0 figures; write one of metric, counter and gauge"],
    ["{ metric: errors, gauge: memory, above: 0.5 }", "watch[0]: names 2 figures"],
    ["{ counter: checkout, above: 5 }", "watch[0].above: comes to 5; write more than 0 and less than 1"],
    ["{ gauge: memory, above: 0.9, requests: 5 }", "watch[0].requests: a gauge has no requests; write for"],
    ["{ metric: errors, above: 1%, for: 5s }", "watch[0].for: belongs to a gauge; write requests"],
    ["{ metric: errors, above: 1%, slower-than: 5s }", "watch[0].slower-than: slower-than belongs to the metric slow"],
  ])("%s is refused", (watch, problem) => {
    const said = problems(watch);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(`strategy.canary[0].${problem}`);
  });

  test("where the router counts there is neither", () => {
    expect(problems("{ gauge: memory, above: 0.9 }", "instances: { command: [x] }")).toEqual([
      expect.stringContaining("name it there, for Prometheus or a web page"),
    ]);
  });
});
