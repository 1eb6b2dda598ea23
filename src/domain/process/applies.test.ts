import { describe, expect, test } from "vitest";
import { acted, openCase } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { steps } from "../../../test/support/release.ts";
import { answered, evidenceOf, requirementOf, stateOf } from "../../../test/support/walk.ts";
import { planSteps } from "../rollout/plan-steps.ts";
import type { Recipe } from "../rollout/strategy.ts";
import { millis } from "../units.ts";
import { openParts } from "./judge-check.ts";
import type { Check } from "./process.ts";

const id = "strategy.compatibility";
const compatibility = defaultProcess.requirements.find((one): one is Check => one.id === id)!;
const hook = (point: "before-traffic" | "after-promote" | "on-rollback") =>
  ({ point, change: "reversible", within: millis(1) }) as const;
const waits = { bake: millis(1), gates: [], cohort: null } as const;
const sizing = {
  count: 4,
  readyWithin: millis(1),
  stopWithin: millis(1),
  hookWithin: millis(0),
  bakeFactor: 1,
  analysis: true,
};
const planned = (recipe: Recipe | null, ...points: readonly Parameters<typeof hook>[0][]) => {
  const production = { count: 4, steps: recipe === null ? steps : planSteps(recipe, sizing) };
  return openCase(defaultProcess, { plan: { hooks: points.map(hook), environments: { production } } });
};
const recreate: Recipe = { kind: "recreate", downtime: millis(1), ...waits };
const rolling: Recipe = { kind: "rolling", batch: 1, maxUnavailable: 1, ...waits };
const all = ["old-app-new-schema", "new-app-old-schema", "api-diff"];

describe("R30, R32: whether two versions get along is asked where it bears on something", () => {
  test.each([
    ["a canary without a hook", planned(null), []],
    ["a canary that only restores", planned(null, "on-rollback"), []],
    ["a migration before traffic", planned(null, "before-traffic"), all],
    ["a migration after promotion, with the baseline kept warm", planned(null, "after-promote"), all],
    ["batches during which both versions answer", planned(rolling), ["api-diff"]],
    ["one batch of all", planned({ ...rolling, batch: 4 }), []],
    ["one version at a time, with a restore", planned(recreate, "before-traffic", "on-rollback"), []],
    ["one version at a time, and the way back finds the new schema", planned(recreate, "before-traffic"), all],
  ] as const)("%s", (_, { release }, parts) => {
    expect(openParts(release, compatibility)).toEqual(parts);
  });

  test("where it does not, it is not applicable, and says why", () => {
    expect(requirementOf(planned(null), id)).toMatchObject({
      state: "not applicable",
      reason: "no hook changes data that both versions use; no batches leave both versions to answer",
      act: "",
    });
  });

  test("each part that applies needs its own report, and the others need none", () => {
    const open = planned(rolling);
    expect(stateOf(open, id)).toBe("missing");
    expect(stateOf(answered(open, id, {}, "api-diff"), id)).toBe("pass");
  });

  test("the part that fails is named", () => {
    const failed = { figures: { total: 3, passed: 2, failed: 1, blocked: 0 } };
    const open = answered(planned(null, "before-traffic"), id);
    const broken = acted(open, "headgate", evidenceOf(open, id, failed, "old-app-new-schema"));
    expect(requirementOf(broken, id)).toMatchObject({
      state: "fail",
      reason: "old-app-new-schema: 1 of the tests failed",
    });
  });
});

describe("R40: card numbers are looked for where payment cards are a matter at all", () => {
  const cards = defaultProcess.requirements.find((one): one is Check => one.id === "data.cards")!;
  test.each([
    [["soc2"], []],
    [["soc2", "PCI-DSS"], ["cards"]],
  ])("frameworks %j: %j", (frameworks, parts) => {
    const { release } = openCase(defaultProcess, { plan: { declared: { frameworks } } });
    expect(openParts(release, cards)).toEqual(parts);
  });

  test("elsewhere it is not applicable, and nobody can waive it where it is", () => {
    expect(requirementOf(openCase(defaultProcess), "data.cards")).toMatchObject({
      state: "not applicable",
      reason: "no framework pci is declared",
    });
    expect(cards.waivable).toBe(false);
  });
});

describe("a pitfall is looked for where headgate.yaml binds it", () => {
  const id = "configuration.production";
  const configuration = defaultProcess.requirements.find((one): one is Check => one.id === id)!;

  test("bound: each part that is bound, and no other; as strict as any check then", () => {
    const open = openCase(defaultProcess, { plan: { bound: [`${id}#keys`] } });
    expect(openParts(open.release, configuration)).toEqual(["keys"]);
    expect(requirementOf(open, id)).toMatchObject({ state: "missing" });
    const empty = acted(open, "headgate", evidenceOf(open, id, { figures: {} }, "keys"));
    expect(stateOf(empty, id)).toBe("inconclusive");
  });

  test("where nothing is bound it is not applicable, and says how to bind it", () => {
    expect(requirementOf(openCase(defaultProcess), id)).toMatchObject({
      state: "not applicable",
      reason:
        "headgate.yaml binds nothing to it; to have it looked at, write checks: configuration.production, part keys or variables or flags",
    });
  });
});

describe("R114: the smoke tests run in every browser that enough users have", () => {
  const id = "browsers.desktop";
  const declared = { browsers: ["chromium", "webkit"] };
  const open = openCase(defaultProcess, { plan: { declared } });
  const runs = { figures: { total: 3, passed: 3, failed: 0, blocked: 0 } };

  test("WebKit run missing: partial, and no pass", () => {
    expect(stateOf(open, id)).toBe("missing");
    expect(requirementOf(answered(open, id, runs, "chromium"), id)).toMatchObject({
      state: "inconclusive",
      reason: "partial: webkit missing",
    });
  });

  test("all of them pass together, one that fails is named, and what few users have is not asked for", () => {
    const both = answered(answered(open, id, runs, "chromium"), id, runs, "webkit");
    expect(stateOf(both, id)).toBe("pass");
    const failed = { figures: { total: 3, passed: 2, failed: 1, blocked: 0 } };
    expect(requirementOf(answered(both, id, failed, "webkit"), id)).toMatchObject({
      state: "fail",
      reason: "webkit: 1 of the tests failed",
    });
  });

  test("without any it is not applicable", () => {
    expect(requirementOf(openCase(defaultProcess), id)).toMatchObject({
      state: "not applicable",
      reason: expect.stringContaining("webkit is no declared browser of enough users"),
    });
  });
});
