import { describe, expect, test } from "vitest";
import { instant, millis, percent } from "../units.ts";
import { planSteps } from "./plan-steps.ts";
import { preflight } from "./preflight.ts";
import type { PreflightFacts } from "./preflight-facts.ts";
import type { Recipe } from "./strategy.ts";

const [minute, hour] = [60_000, 3_600_000];
const waits = { bake: millis(hour), gates: ["analysis"] } as const;
const recipes = {
  "blue-green": { kind: "blue-green", idle: { bake: millis(0), gates: [] }, ...waits, cohort: null },
  canary: {
    kind: "canary",
    steps: [5, 25, 50, 100].map((weight) => ({ weight: percent(weight), ...waits })),
    cohort: null,
  },
  rolling: { kind: "rolling", batch: 1, maxUnavailable: 1, ...waits, cohort: null },
  recreate: { kind: "recreate", downtime: millis(40 * minute), ...waits, cohort: null },
} as const satisfies Readonly<Record<Recipe["kind"], Recipe>>;

const sizing = {
  count: 4,
  readyWithin: millis(minute),
  stopWithin: millis(10_000),
  hookWithin: millis(0),
  bakeFactor: 1,
  analysis: true,
};

const facts = (kind: Recipe["kind"], changed: Partial<PreflightFacts> = {}, count = 4): PreflightFacts => ({
  recipe: recipes[kind],
  steps: planSteps(recipes[kind], { ...sizing, count }),
  count,
  room: 4,
  metrics: { kind: "counted", requests: 900, hasLatency: true },
  compatibility: "not asked",
  leg: { time: millis(minute), isMeasured: false },
  rollbackTarget: millis(15 * minute),
  window: null,
  restore: null,
  notices: [],
  ...changed,
});

const said = (level: "problem" | "warning" | "note", given: PreflightFacts): readonly string[] =>
  preflight(given)
    .filter((one) => one.level === level)
    .map(({ about, says }) => `${about}: ${says}`);
const problems = (given: PreflightFacts) => said("problem", given);

describe("R28: blue-green", () => {
  test("has room for a second full set, or says how much is missing", () => {
    expect(problems(facts("blue-green"))).toEqual([]);
    expect(problems(facts("blue-green", { room: 3 }))).toEqual([
      "room: it needs room for 4 more instances, and there is room for 3",
    ]);
  });

  test("room that nobody can know is said, and is no failure", () => {
    const unknown = facts("blue-green", { room: null });
    expect(problems(unknown)).toEqual([]);
    expect(said("note", unknown)).toContain("room: it needs room for 4 more instances; nobody can know here");
  });

  test("is told what it costs, and that both sides have one configuration", () => {
    const notes = said("note", facts("blue-green"));
    expect(notes.find((one) => one.startsWith("cost"))).toMatch(/^cost: 2 x 4 = 8 instances run /);
    expect(notes.some((one) => one.startsWith("configuration: both sides are started from one"))).toBe(true);
  });
});

test.each(["blue-green", "canary", "rolling"] as const)("R28, R30: %s needs its versions to get along", (kind) => {
  expect(problems(facts(kind, { compatibility: "open" }))).toEqual([
    "compatibility: nothing shows that the two versions get along",
  ]);
  expect(problems(facts(kind, { compatibility: "proven" }))).toEqual([]);
});

describe("R29: canary", () => {
  test.each([
    [{ kind: "absent", version: "1.0.0" }, /nothing of 1\.0\.0, the version in service: it counts no versions apart/],
    [{ kind: "unreadable", problem: "connection refused" }, /does not answer: connection refused$/],
    [{ kind: "nothing in service" }, /nothing is in service yet/],
    [{ kind: "counted", requests: 7, hasLatency: false }, /gives no latency for the 7 requests/],
  ] as const)("is refused while metrics are %o", (metrics, words) => {
    expect(problems(facts("canary", { metrics }))).toEqual([expect.stringMatching(words)]);
  });

  test("a source that counts versions apart and has counted nothing yet is a warning", () => {
    const idle = facts("canary", { metrics: { kind: "counted", requests: 0, hasLatency: false } });
    expect(problems(idle)).toEqual([]);
    expect(said("warning", idle)).toEqual(["metrics: versions are counted apart; no request was counted yet"]);
  });

  test("shows its least total duration: 3 h and more for the default plan", () => {
    expect(said("note", facts("canary"))).toContain("duration: it takes at least 4 h, by bake times alone");
  });

  test("needs room for as many as its last step has beside the baseline", () => {
    expect(problems(facts("canary", { room: 3 }))).toHaveLength(1);
  });
});

describe("R30: rolling", () => {
  const leg = { time: millis(2 * minute), isMeasured: true };

  test("10 batches x 2 min: 20 min, which is more than 15", () => {
    const slow = facts("rolling", { leg }, 10);
    expect(problems(slow)).toEqual([]);
    expect(said("warning", slow)).toEqual([
      "way back: the way back takes about 20 min: 10 batches x 2 min, as measured; the target is 15 min",
    ]);
  });

  test("7 batches x 2 min are within it; what was not measured is said to be an estimate", () => {
    expect(said("warning", facts("rolling", { leg }, 7))).toEqual([]);
    expect(said("note", facts("rolling")).find((one) => one.startsWith("way back"))).toContain(
      "4 batches x 1 min, by ready-within, for none was measured yet",
    );
  });

  test("one batch leaves no two versions to answer", () => {
    expect(problems(facts("rolling", { compatibility: "open" }, 1))).toEqual([]);
  });
});

describe("R31: recreate", () => {
  const begins = instant(Date.UTC(2026, 10, 28, 22));
  const booked = { begins, length: millis(2 * hour) };

  test("needs a window, and a date for it", () => {
    expect(problems(facts("recreate"))).toEqual([expect.stringMatching(/^window: no window is booked/)]);
    expect(problems(facts("recreate", { window: { ...booked, begins: null } }))).toEqual([
      expect.stringMatching(/^window: production is not dated/),
    ]);
  });

  test("window 2 h, restore 60 min: the point of no return is an hour after it begins", () => {
    const given = facts("recreate", { window: booked, restore: millis(hour) });
    expect(problems(given)).toEqual([]);
    expect(said("note", given)).toContain(
      "way back: the restore took 1 h in the drill; the point of no return is 1 h after the window begins, 2026-11-28 23:00 UTC",
    );
  });

  test("a restore that leaves no time for the downtime before it is a problem", () => {
    expect(problems(facts("recreate", { window: booked, restore: millis(81 * minute) }))).toEqual([
      "way back: the restore took 1 h 21 min in the drill; after the announced downtime of 40 min it does not fit into 2 h any more",
    ]);
    expect(problems(facts("recreate", { window: { ...booked, length: millis(39 * minute) } }))).toHaveLength(1);
  });

  test("a notice that is overdue is a problem; one that comes later is not", () => {
    const notices = [
      { title: "Scheduled", state: "delivered" },
      { title: "Imminent", state: "later" },
    ] as const;
    expect(problems(facts("recreate", { window: booked, notices }))).toEqual([]);
    const late = { title: "Staging is complete", state: "overdue" } as const;
    expect(problems(facts("recreate", { window: booked, notices: [late] }))).toEqual([
      "notice: “Staging is complete” is due and has not reached everybody",
    ]);
  });

  test("needs no room, for one version runs at a time", () => {
    expect(problems(facts("recreate", { window: booked, room: 0 }))).toEqual([]);
  });
});
