import { describe, expect, test } from "vitest";
import { strategyCatalogue } from "../../domain/rollout/catalogue.ts";
import type { StrategyKind } from "../../domain/rollout/strategy.ts";
import { paint } from "./paint.ts";
import { compareText, explainText } from "./strategy-text.ts";

const layout = { columns: 400, paint: paint(false) };
const kinds = Object.keys(strategyCatalogue) as StrategyKind[];

describe("R21: the catalogue", () => {
  test("has four strategies with 44 items: how, three times best for, pros and cons, an example", () => {
    expect(kinds.toSorted()).toEqual(["blue-green", "canary", "recreate", "rolling"]);
    const items = Object.values(strategyCatalogue).flatMap((one) => Object.values(one).flat());
    expect(items).toHaveLength(44);
    expect(new Set(items).size).toBe(44);
  });
  test.each(kinds)("%s is explained with every one of its items", (kind) => {
    const text = explainText(kind, layout);
    for (const item of Object.values(strategyCatalogue[kind]).flat()) expect(text).toContain(item);
  });
  test("all four stand in the comparison", () => {
    const text = compareText(layout);
    for (const kind of kinds) expect(text).toContain(`${strategyCatalogue[kind].example}`);
  });
});
