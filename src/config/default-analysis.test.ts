import { expect, test } from "vitest";
import { analysis } from "./analysis.ts";
import { defaultAnalysis } from "./default-analysis.ts";

test("the defaults are those of the schema", () => {
  expect(defaultAnalysis).toEqual(analysis.parse({}));
});
