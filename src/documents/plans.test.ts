import { describe, expect, test } from "vitest";
import { defaultProcess } from "../../test/support/default-process.ts";
import { documentInput } from "../../test/support/document-input.ts";
import { minutes, openRelease, plan, step, steps } from "../../test/support/release.ts";
import { drilled } from "../../test/support/rollout.ts";
import type { DocumentRequirement } from "../domain/process/process.ts";
import { sectionsOwed } from "../domain/process/sections-owed.ts";
import type { PlannedHook } from "../domain/rollout/hook.ts";
import { planSteps } from "../domain/rollout/plan-steps.ts";
import { rollbackOf } from "../domain/rollout/promise.ts";
import { recommend } from "../domain/rollout/recommend.ts";
import type { Recipe } from "../domain/rollout/strategy.ts";
import { millis } from "../domain/units.ts";
import { lintSections } from "./lint.ts";
import { render } from "./render.ts";

const written = (template: string, opened = openRelease()): string => render(template, documentInput([opened])) ?? "";

describe("strategy record", () => {
  test("R23: the choice, its steps, and at least one reason against each of the others", () => {
    const page = written("strategy-record");
    expect(page).toContain("**canary**: A small part of live traffic");
    expect(page).toContain("| 2 | 25 % | 1 | 4 | 42 min | analysis |");
    for (const other of ["blue-green", "rolling", "recreate"])
      expect(page).toMatch(new RegExp(`\\| ${other} \\| .+ \\| .{20,} \\|`));
    expect(page).not.toContain("| canary |");
  });

  test("R22, R23: a person's reason, the rank by the answers, and what rules the others out", () => {
    const answers = {
      instances: 4,
      spare: 0,
      downtime: "none",
      metricsPerVersion: true,
      schemaChange: "none",
      acceptance: "unsure",
      budget: "tight",
    } as const;
    const choice = { reason: "We know canaries best.", ranking: recommend({ ...answers, spare: 1 }) };
    const page = written("strategy-record", openRelease({ plan: { choice } }));
    expect(page).toContain("- We know canaries best.");
    expect(page).toContain("- It ranks 1 of 4 by the answers given.");
    expect(page).toMatch(/\| recreate \| .+ \| it has a downtime, and none is allowed \|/);
  });

  test("what speaks for it is counted from its steps", () => {
    const shrinking = [step(10, 1, { gates: ["approval"] }), step(100, 4, { baseline: 0 })];
    const production = { steps: shrinking, count: 4 };
    const page = written("strategy-record", openRelease({ plan: { environments: { production } } }));
    expect(page).toContain("- A fault on the first step meets 10 % of the requests.");
    expect(page).toContain("- 1 of 2 steps are left only on a passed analysis; 1 need a person's go.");
    expect(page).toContain("- The baseline loses instances on the way");
  });
});

describe("deployment plan", () => {
  test("R33: the schedule, the people of every role, the stages and their times", () => {
    const page = written("release-plan");
    expect(page).toContain("- Production begins: 2026-11-24 08:00:00 UTC");
    expect(page).toContain("- Production takes at least 2 h 48 min of bake times");
    expect(page).toMatch(/\| Product Owner \| .* \| Bo Berg \(bo\) \|/);
    expect(page).toMatch(/\| DevOps Lead \| .* \| Ada Adler \(ada\), Build bot \(bot, an agent\) \|/);
    expect(page).toMatch(/\| Validation \| .* \| Production \| 14 d \| 7 d have passed \|/);
    expect(page).toContain("less than 0.001 (0.1 %)");
  });

  test("R2: a required role that nobody holds stands out; no date is said as such", () => {
    const people = plan.people.filter(({ id }) => id !== "cy");
    const page = written("release-plan", openRelease({ plan: { people, productionAt: null } }));
    expect(page).toMatch(/\| SRE \| .* \| nobody yet, and it is required \|/);
    expect(page).toContain("- Production begins: not dated");
  });
});

describe("communication plan", () => {
  test("R35, R187: six messages, each with its time, its people and its words", () => {
    const page = written("communication-plan");
    expect(page).toContain("6 messages; production is planned for 2026-11-24 08:00:00 UTC.");
    expect(page).toContain(
      "| Release is scheduled | 2026-11-10 08:00:00 UTC | stakeholders | board@example.org, support@example.org | Product Owner: Bo Berg | shop 1.1.0 is planned for 2026-11-24 08:00 UTC |",
    );
    expect(page).toContain("| Release is closed | once A29 is met |");
  });

  test("R187: a notice that is late already is flagged", () => {
    const page = written("communication-plan", openRelease({ at: minutes(12 * 1_440) }));
    expect(page).toContain("2026-11-10 08:00:00 UTC, already past when the release was opened");
    expect(page).toContain("| 2026-11-17 08:00:00 UTC |");
  });

  test("without a date or an audience it says so and invents neither", () => {
    const page = written("communication-plan", openRelease({ plan: { productionAt: null, audiences: {} } }));
    expect(page).toContain("production is not dated, so scheduled has no date either");
    expect(page).toContain("nobody is listed");
    expect(page).toContain("is planned for a time that will be announced");
  });
});

describe("rollback plan", () => {
  test("R34: the order of acts, the time, the people, the triggers with their clocks", () => {
    const page = written("rollback-plan");
    expect(page.indexOf("Bring the baseline")).toBeLessThan(page.indexOf("Route all traffic"));
    expect(page.indexOf("Route all traffic")).toBeLessThan(page.indexOf("stop its instances"));
    expect(page).toContain("less than 15 min");
    expect(page).toContain("Possible from the first step until 2 d after the rollout");
    expect(page).toContain("health is short of instances in 3 reports in a row");
    expect(page).toMatch(/\| critical \| .* \| at once; restored within 15 min, or everybody hears of it \|/);
    expect(page).toMatch(/\| high \| .* \| escalated after 45 min; rolled back after 1 h \|/);
    expect(page).toMatch(/\| medium \| .* \| somebody decides within 4 h \|/);
    // The agent lists the role too, and answers for nothing.
    expect(page).toContain("Answers for this plan: Ada Adler (ada@example.org)\n");
  });

  test.each([
    ["none", "The service keeps no data."],
    ["checked", "the two answers are compared"],
    ["absent", "NOT COVERED: no data check is declared"],
  ] as const)("R120: data that is %s", (dataCheck, words) => {
    expect(written("rollback-plan", openRelease({ plan: { dataCheck } }))).toContain(words);
  });
});

describe("R34: the way back of each strategy", () => {
  const waits = { bake: millis(1), gates: [], cohort: null } as const;
  const recipes: readonly Recipe[] = [
    { kind: "canary", steps, cohort: null },
    { kind: "blue-green", idle: { bake: millis(0), gates: [] }, ...waits },
    { kind: "rolling", batch: 1, maxUnavailable: 1, ...waits },
    { kind: "recreate", downtime: millis(60_000), ...waits },
  ];
  const [readyWithin, stopWithin, hookWithin] = [millis(1), millis(1), millis(0)];
  const sizing = { count: 4, readyWithin, stopWithin, hookWithin, bakeFactor: 1, analysis: true };
  const pageOf = (recipe: Recipe, ...hooks: readonly PlannedHook[]) => {
    const environments = { production: { count: 4, steps: planSteps(recipe, sizing) } };
    const rollback = rollbackOf(recipe, hooks);
    return written("rollback-plan", openRelease({ plan: { strategy: recipe.kind, environments, hooks, rollback } }));
  };
  const sectionOf = (page: string, title: string): string => page.split(`## ${title}\n`)[1]?.split("\n## ")[0] ?? "";
  const hook = (point: PlannedHook["point"], change: PlannedHook["change"]) => ({ point, change, within: millis(1) });
  const migration = [hook("before-traffic", "expand-contract")];

  test.each(["Method", "Steps"])("no two have the same under %s", (title) => {
    expect(new Set(recipes.map((recipe) => sectionOf(pageOf(recipe), title))).size).toBe(4);
  });

  test("none has an empty data section where there is a migration", () => {
    for (const recipe of recipes)
      expect(sectionOf(pageOf(recipe, ...migration), "Data"), recipe.kind).toContain(
        "| before-traffic | expand-contract | both versions can live with it |",
      );
  });

  test("R32: an irreversible migration is restored behind a closed router, whatever the strategy", () => {
    for (const recipe of recipes) {
      const page = pageOf(recipe, hook("before-traffic", "irreversible"), hook("on-rollback", "irreversible"));
      const acts = sectionOf(page, "Steps");
      expect(acts.indexOf("maintenance page"), recipe.kind).toBeGreaterThan(0);
      expect(acts.indexOf("maintenance page")).toBeLessThan(acts.indexOf("Run the hook on-rollback"));
      expect(acts.indexOf("Run the hook on-rollback")).toBeLessThan(acts.indexOf("Start the baseline"));
      expect(sectionOf(page, "Data")).toContain("a restore: on-rollback brings back the backup");
    }
  });

  test("R120: what Headgate writes says all that it has to, with data that changes and without", () => {
    const plan = defaultProcess.requirements.find(({ id }) => id === "strategy.rollback-plan") as DocumentRequirement;
    const planned: readonly (readonly PlannedHook[])[] = [[], migration, [hook("after-promote", "irreversible")]];
    for (const recipe of recipes)
      for (const hooks of planned)
        expect(lintSections(pageOf(recipe, ...hooks), sectionsOwed(plan, { hooks })), recipe.kind).toEqual([]);
  });

  test("R120: what was planned to be changed in place is to be put back", () => {
    const fix = { name: "no-upsell", kind: "flag", does: "hides the upsell", verifiedBy: "production.smoke" } as const;
    const page = written("rollback-plan", openRelease({ plan: { plannedFixes: [fix] } }));
    expect(sectionOf(page, "Configuration")).toContain("| no-upsell | flag | hides the upsell |");
  });

  test("what no hook restores is said in capitals", () => {
    expect(sectionOf(pageOf(recipes[0]!, hook("after-promote", "irreversible")), "Data")).toContain("NOT COVERED");
  });
});

test("R27, R31: a booked window stands in both plans, with the point of no return", () => {
  const window = openRelease({ plan: { window: millis(7_200_000) } });
  expect(written("release-plan", window)).toContain(
    "- Window: 2026-11-24 08:00:00 UTC to 2026-11-24 10:00:00 UTC; production starts only inside it",
  );
  const drill = drilled({ at: minutes(60) }, 3_600);
  const rehearsed = render("rollback-plan", documentInput([window, ...drill])) ?? "";
  expect(rehearsed).toContain("Point of no return: 2026-11-24 10:00:00 UTC, less the 1 h that the drill took");
  expect(written("rollback-plan", window)).toContain("less the time that the drill in staging takes");
  expect(written("rollback-plan")).not.toContain("Point of no return");
});

describe("runbook", () => {
  test("R36: every step with owner, expected result, verification and way back, under one digest", () => {
    const page = written("runbook");
    expect(page).toContain(plan.runbook.digest);
    for (const { number, title } of plan.runbook.steps) expect(page).toContain(`| ${number} | ${title} |`);
    expect(page).toContain("| No. | Step | Owner | By | Expected | Verify | Reversible |");
    expect(page).toMatch(/## What is missing in it\n\nNone\.\n$/);
  });

  test("R36: a step without its verification is named, one that cannot be undone stands out", () => {
    const steps = plan.runbook.steps.map((one) => (one.number === 2 ? { ...one, verify: "", reversible: false } : one));
    const page = written("runbook", openRelease({ plan: { runbook: { ...plan.runbook, steps } } }));
    expect(page).toContain("- step 2 has no way to verify");
    expect(page).toMatch(/\| 2 \| .* \| NO \|/);
  });
});

test("what a configuration says stays text, whatever it holds", () => {
  const impact = "<img src=x onerror=alert(1)> | [free](http://x)";
  for (const template of ["strategy-record", "release-plan", "communication-plan", "release-notes"])
    expect(written(template, openRelease({ plan: { impact } }))).not.toMatch(/(?<!\\)<img|(?<!\\)\[free/);
});
