import { expect, test } from "vitest";
import { evidence, given, minutes, openRelease } from "../../../test/support/release.ts";
import { check, tinyProcess } from "../../../test/support/tiny-process.ts";
import { judgeCheck } from "./judge-check.ts";
import type { Rule } from "./rule.ts";

const rules: readonly Rule[] = [
  { kind: "figure", part: "image", figure: "critical", max: 0, otherwise: "{value} are critical" },
  { kind: "figure", part: "running", figure: "failed", max: 0, otherwise: "{value} failed" },
];
const scans = check({ id: "scans", parts: ["image", "running"], rules });

const judged = (image: Readonly<Record<string, number>>, running: Readonly<Record<string, number>>, of = scans) => {
  const history = [
    evidence("scans", { figures: image }, minutes(1), "image"),
    evidence("scans", { figures: running }, minutes(1), "running"),
  ];
  return judgeCheck(tinyProcess([of]), given(openRelease(), ...history), of, minutes(2));
};

test("a rule of one part asks nothing of the others", () => {
  expect(judged({ critical: 0 }, { failed: 0 }).state).toBe("pass");
  expect(judged({ critical: 0, failed: 3 }, { failed: 0 }).state).toBe("pass");
  expect(judged({ critical: 0 }, { failed: 2 })).toEqual({ state: "fail", reason: "running: 2 failed" });
  expect(judged({ failed: 0 }, { failed: 0 }).state).toBe("inconclusive");
});

test("a part that no rule speaks of is not passed", () => {
  const half = { ...scans, rules: rules.slice(0, 1) };
  expect(judged({ critical: 0 }, { failed: 0 }, half).state).toBe("inconclusive");
});
