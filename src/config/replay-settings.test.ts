import { expect, test } from "vitest";
import { showProblem } from "./read-document.ts";
import { replaySettings } from "./replay-settings.ts";

const read = (text: string, ...sets: readonly string[]) => replaySettings({ file: "headgate.yaml", text }, sets);
const problemsOf = (text: string, ...sets: readonly string[]) => {
  const reading = read(text, ...sets);
  return reading.ok ? [] : reading.problems.map(showProblem);
};

test("without a file the defaults hold, and a key may be set", () => {
  expect(read("{}")).toMatchObject({ ok: true, value: { analysis: { alpha: 0.01 }, environments: null } });
  expect(read("{}", "analysis.alpha=0.02", "analysis.errors.margin=3", "guardrails.error-rate=2%")).toMatchObject({
    value: {
      analysis: { alpha: 0.02, errors: { margin: { small: 3, large: 1.5 } } },
      guardrails: { errorRate: 0.02 },
    },
  });
});

test("of a file only what judges is read, and what is set goes before it", () => {
  const text = "service: shop\nnobody-knows: 1\nanalysis:\n  alpha: 0.05 # loud\n  warm-up: 10s\n";

  expect(read(text)).toMatchObject({ value: { analysis: { alpha: 0.05, warmUp: 10_000 } } });
  expect(read(text, "analysis.warm-up=2m")).toMatchObject({ value: { analysis: { alpha: 0.05, warmUp: 120_000 } } });
});

test("what is wrong is named by the line of the file, or as what was set", () => {
  expect(problemsOf("analysis:\n  alpha: 2\n  waarm-up: 3s\n")).toEqual([
    expect.stringMatching(/^headgate\.yaml:2 analysis\.alpha: /),
    expect.stringMatching(/^headgate\.yaml:2 analysis\.alpha: /),
    expect.stringMatching(/^headgate\.yaml:3 analysis\.waarm-up: unknown key; did you mean "?warm-up/),
  ]);
  expect(problemsOf("{}", "analysis.alpha=much")[0]).toMatch(/^--set:1 analysis\.alpha: /);
  expect(problemsOf("{}", "alpha=0.1")).toEqual([
    "--set:1 alpha=0.1: is no key with its value; write one of analysis or guardrails, such as --set analysis.alpha=0.02",
  ]);
});
