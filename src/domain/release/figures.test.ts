import { expect, test } from "vitest";
import { defaultProcess as process } from "../../../test/support/default-process.ts";
import { evidence, given, inService, minutes, openRelease, seconds, step } from "../../../test/support/release.ts";
import { climb, drilled, promoted, rolledBack, rolloutId, wayBack } from "../../../test/support/rollout.ts";
import type { MetricTarget } from "../process/metric-target.ts";
import { instant } from "../units.ts";
import type { ReleaseEvent } from "./events.ts";
import { deploymentElapsed, judgeFigure, releaseFigures } from "./figures.ts";

const metric = (id: string): MetricTarget => {
  const found = process.metrics.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no metric ${id}`);
  return found;
};
/** The metric as this history makes it: its figure, and whether the target is kept. */
const measure = (id: string, ...events: readonly ReleaseEvent[]) => {
  const figure = releaseFigures(process, given(openRelease(), ...events))[id];
  if (figure === undefined) throw new Error(`no figure for ${id}`);
  return { ...figure, result: judgeFigure(metric(id), figure) };
};

const later = instant(minutes(0) + 8 * 86_400_000);
const targets = (figures: Readonly<Record<string, number>>): readonly ReleaseEvent[] => [
  ...promoted(),
  evidence(
    "validation.metrics",
    { figures: { requests: 10_000, latencies: figures.requests ?? 10_000, ...figures } },
    later,
  ),
];

test("R178: every metric of the process has a figure with a source; without data it is null, never 0, never met", () => {
  const figures = releaseFigures(process, given(openRelease()));
  expect(Object.keys(figures)).toEqual(process.metrics.map(({ id }) => id));
  for (const one of process.metrics) {
    expect(figures[one.id], one.id).toMatchObject({ actual: null, source: expect.stringMatching(/.{10,}/) });
    expect(judgeFigure(one, figures[one.id]!), one.id).toBe("unknown");
  }
});

test("R178: recomputed from the raw events, every figure is the same", () => {
  const seen = { errorRate: 7 / 10_000, p95Ms: 81.25, availability: 10_071 / 10_080 };
  const history: readonly ReleaseEvent[] = [...drilled({}, 27.5), ...targets(seen)];
  const inProduction = history.filter((event) => "rollout" in event && event.rollout === rolloutId());
  const moment = (type: ReleaseEvent["type"]) =>
    inProduction.filter((event) => event.type === type).map(({ at }) => at);
  const begins = [...moment("RolloutStarted"), ...moment("StepCompleted")];
  const work = moment("WeightConfirmed").reduce((sum, at, i) => sum + at - begins[i]!, 0);
  const figures = releaseFigures(process, given(openRelease(), ...history));
  const actual = Object.fromEntries(Object.entries(figures).map(([id, figure]) => [id, figure.actual]));
  expect(actual).toEqual({
    "deployment-time": work / 1000,
    "rollback-time": 27.5,
    "error-rate": seen.errorRate,
    p95: seen.p95Ms,
    availability: seen.availability,
    "critical-incidents": 0,
  });
});

test("R179: a canary of 3 h elapsed and 12 min of execution keeps the target of 30 min", () => {
  const release = given(openRelease(), ...promoted());
  expect(releaseFigures(process, release)["deployment-time"]).toMatchObject({ actual: 12 * 60 });
  expect(measure("deployment-time", ...promoted()).result).toBe("met");
  expect(deploymentElapsed(release)).toBe(3 * 3_600_000);
});

test("R179: exactly 30 min of execution is a miss, and a rollout on its way has no figure yet", () => {
  const slow = { steps: [step(100, 4)], work: 1_800 };
  expect(measure("deployment-time", ...promoted(slow))).toMatchObject({ actual: 1_800, result: "missed" });
  expect(measure("deployment-time", ...climb())).toMatchObject({ actual: null, result: "unknown" });
  expect(deploymentElapsed(given(openRelease(), ...climb()))).toBeNull();
});

test("R180: rollback time runs from the decision until the old build is healthy, for drill and reality", () => {
  expect(measure("rollback-time", ...drilled({}, 27))).toMatchObject({ actual: 27, sample: 1, result: "met" });
  const real = rolledBack({ at: minutes(500) }, 899.999);
  expect(measure("rollback-time", ...drilled({}, 27), ...real)).toMatchObject({
    actual: 899.999,
    sample: 2,
    result: "met",
  });
  expect(measure("rollback-time", ...drilled({}, 900))).toMatchObject({ actual: 900, result: "missed" });
});

test("R180: of several drills the last counts; a real rollback is never forgotten", () => {
  const twice = [...drilled({}, 1_200), ...drilled({ attempt: 2, at: minutes(400) }, 27)];
  expect(measure("rollback-time", ...twice).actual).toBe(27);
  const real = [...rolledBack({ at: minutes(800) }, 1_000), ...rolledBack({ attempt: 2, at: minutes(1_200) }, 30)];
  expect(measure("rollback-time", ...twice, ...real)).toMatchObject({ actual: 1_000, result: "missed" });
});

test("R180: a rollback after which the old build was never healthy is unknown, whatever the others took", () => {
  const sick = rolledBack({ at: minutes(500) }).filter((one) => one.type !== "SmokePassed" || one.target !== "router");
  const figure = measure("rollback-time", ...drilled(), ...sick);
  expect(figure).toMatchObject({ actual: null, result: "unknown", source: expect.stringContaining(rolloutId()) });
});

test("R180: nothing is timed where nothing was touched", () => {
  const [requested] = promoted();
  const ended: ReleaseEvent[] = [
    requested!,
    {
      type: "RollbackStarted",
      rollout: rolloutId(),
      at: seconds(5),
      by: "ada",
      reason: "not today",
      severity: "high",
      legs: [],
    },
    { type: "RolloutRolledBack", rollout: rolloutId(), at: seconds(5) },
  ];
  expect(measure("rollback-time", ...ended)).toMatchObject({ actual: null, result: "unknown" });
  expect(measure("rollback-time", ...drilled({}, 27), ...ended)).toMatchObject({ actual: 27, sample: 1 });
});

test("R181: 1 failed request of 1000 is not below 0.1 %, 9 of 10 000 are", () => {
  expect(measure("error-rate", ...targets({ requests: 1_000, errorRate: 1 / 1_000 }))).toMatchObject({
    actual: 0.001,
    result: "missed",
  });
  expect(measure("error-rate", ...targets({ errorRate: 9 / 10_000 })).result).toBe("met");
});

test("R181: fewer requests than the metric asks for tell nothing", () => {
  expect(measure("error-rate", ...targets({ requests: 999, errorRate: 0 }))).toMatchObject({
    actual: 0,
    result: "unknown",
  });
});

test("R182: the 95th percentile is the one that was measured, and 200 ms is not below 200 ms", () => {
  const latencies = Array.from({ length: 2_000 }, (_, i) => (i + 1) / 10);
  const reference = latencies[Math.ceil(0.95 * latencies.length) - 1]!;
  expect(measure("p95", ...targets({ requests: 2_000, p95Ms: reference }))).toMatchObject({
    actual: 190,
    sample: 2_000,
    result: "met",
  });
  expect(measure("p95", ...targets({ p95Ms: 199.9999 })).result).toBe("met");
  expect(measure("p95", ...targets({ p95Ms: 200 })).result).toBe("missed");
});

test("R182: a percentile of a few known latencies tells nothing, however many requests there were", () => {
  expect(measure("p95", ...targets({ p95Ms: 81, latencies: 999 }))).toMatchObject({ sample: 999, result: "unknown" });
});

test("R183: of 10,080 minutes 10 may be bad and 11 may not; nothing is rounded before it is compared", () => {
  const of = (bad: number) => measure("availability", ...targets({ availability: (10_080 - bad) / 10_080 }));
  expect(of(10).actual).toBeCloseTo(0.999008, 6);
  expect(of(10).result).toBe("met");
  expect(of(11).actual).toBeCloseTo(0.998909, 6);
  expect(of(11).result).toBe("missed");
  const hair = (edge: number) => measure("availability", ...targets({ availability: edge })).result;
  expect([hair(0.999), hair(0.999_000_001), hair(0.998_999_999)]).toEqual(["missed", "met", "missed"]);
});

test("R184: one critical rollback in production is one critical incident, and one too many", () => {
  expect(measure("critical-incidents", ...promoted())).toMatchObject({ actual: 0, result: "met" });
  const harmed = [...promoted(), ...wayBack({}, minutes(300), { reason: "errors", severity: "critical" })];
  expect(measure("critical-incidents", ...harmed)).toMatchObject({ actual: 1, result: "missed" });
  const chosen = [...promoted(), ...wayBack({}, minutes(300), { by: "ada", reason: "wording", severity: "high" })];
  expect(measure("critical-incidents", ...chosen)).toMatchObject({ actual: 0, result: "met" });
});

test("R184: a drill is no incident, and neither is what staging held back", () => {
  const staging = rolledBack({ environment: "staging" });
  expect(measure("critical-incidents", ...drilled(), ...staging, ...promoted({ at: minutes(900) })).actual).toBe(0);
});

test("what was measured before the present attempt says nothing about it", () => {
  const before = evidence("validation.metrics", { figures: { requests: 10_000, errorRate: 0 } }, minutes(1));
  expect(measure("error-rate", before, ...promoted())).toMatchObject({
    actual: null,
    source: "validation.metrics was last asked before this attempt",
  });
});

test("a figure that the report lacks, or that could not be read, is no data", () => {
  expect(measure("p95", ...targets({ errorRate: 0 }))).toMatchObject({
    actual: null,
    source: "validation.metrics gave no p95Ms",
  });
  const [told] = [evidence("validation.metrics", {}, later)];
  const broken: ReleaseEvent[] =
    told?.type === "EvidenceRecorded"
      ? [{ ...told, evidence: { ...told.evidence, report: null, problem: "the counters did not answer" } }]
      : [];
  expect(measure("p95", ...promoted(), ...broken)).toMatchObject({
    actual: null,
    source: "the counters did not answer",
  });
});

test("a metric that nothing measures says so; the rollout of another build is not this one's", () => {
  const odd = { ...metric("p95"), id: "joy" };
  const release = given(openRelease(), ...promoted({ candidate: inService }));
  const figures = releaseFigures({ ...process, metrics: [odd, metric("deployment-time")] }, release);
  expect(figures).toMatchObject({
    joy: { actual: null, source: "no check of the process measures it" },
    "deployment-time": { actual: null, source: "no rollout to production yet" },
  });
});
