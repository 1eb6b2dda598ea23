import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { recommend, recommended, type StrategyAnswers } from "./recommend.ts";

const usual: StrategyAnswers = {
  instances: 4,
  spare: 4,
  downtime: "none",
  metricsPerVersion: true,
  schemaChange: "compatible",
  acceptance: "sure",
  budget: "double",
};

describe("R22: the questionnaire", () => {
  test.each<[string, Partial<StrategyAnswers>, string]>([
    ["twice the room and no downtime", {}, "blue-green"],
    ["unsure acceptance and metrics per version", { acceptance: "unsure" }, "canary"],
    ["ten instances and no room", { instances: 10, spare: 0, budget: "tight" }, "rolling"],
    [
      "a simple service and a window",
      { instances: 1, spare: 0, downtime: "window", metricsPerVersion: false, budget: "tight" },
      "recreate",
    ],
    ["a breaking change of the data and a window", { schemaChange: "breaking", downtime: "window" }, "recreate"],
  ])("%s: %s", (_, change, expected) => {
    const ranking = recommend({ ...usual, ...change });
    expect(recommended(ranking)).toBe(expected);
    expect(ranking[0]?.reasons.length).toBeGreaterThan(0);
  });
  test("a breaking change without a window leaves nothing, and says why of each", () => {
    const ranking = recommend({ ...usual, schemaChange: "breaking" });
    expect(recommended(ranking)).toBeNull();
    for (const one of ranking) expect(one.disqualifiers.length).toBeGreaterThan(0);
  });
  test("a canary without metrics per version is ruled out, with that reason", () => {
    const canary = recommend({ ...usual, metricsPerVersion: false }).find(({ strategy }) => strategy === "canary");
    expect(canary?.disqualifiers.join()).toContain("not measured per version");
  });
  test("whatever is answered: all four are ranked, none that is ruled out before one that is not", () => {
    const answers = fc.record<StrategyAnswers>({
      instances: fc.integer({ min: 1, max: 50 }),
      spare: fc.integer({ min: 0, max: 50 }),
      downtime: fc.constantFrom("none", "window"),
      metricsPerVersion: fc.boolean(),
      schemaChange: fc.constantFrom("none", "compatible", "breaking"),
      acceptance: fc.constantFrom("sure", "unsure"),
      budget: fc.constantFrom("tight", "double"),
    });
    fc.assert(
      fc.property(answers, (given) => {
        const out = recommend(given).map(({ disqualifiers }) => disqualifiers.length > 0);
        expect(out).toHaveLength(4);
        expect(out).toEqual(out.toSorted((a, b) => Number(a) - Number(b)));
      }),
    );
  });
});
