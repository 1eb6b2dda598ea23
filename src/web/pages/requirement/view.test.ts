import { expect, test } from "vitest";
import { fieldsOf, figureText, notMet, standsOn } from "./view.ts";

const requirement = (id: string, state: string) => ({ id, state, overdue: false }) as never;

test("what a signature stands on: what is not met first, and facts apart", () => {
  const shown = [
    { item: "a", of: "1" },
    { item: "b", of: "2" },
    { item: "build", of: "sha256:1" },
  ];
  const on = standsOn(shown, [requirement("a", "pass"), requirement("b", "waived"), requirement("other", "fail")]);
  expect(on.asked.map(({ id }) => id)).toEqual(["b", "a"]);
  expect(on.facts).toEqual([{ item: "build", of: "sha256:1" }]);
  expect(notMet(on)).toBe("1 of 2 are not met or waived.");
  expect(notMet({ ...on, asked: [requirement("a", "pass")] })).toBe("All 1 that it stands on are met.");
});

test("a form's fields come from the process, and there are none where it asks for none", () => {
  expect(fieldsOf({ definition: { fields: [{ name: "note" }] } } as never)).toEqual([{ name: "note" }]);
  expect(fieldsOf({ definition: null } as never)).toEqual([]);
});

test.each([
  ["errorRate", 0.00123, "0.123 %"],
  ["total", 12_345, "12,345"],
  ["p95Ms", 30.456, "30.46"],
])("%s", (name, value, says) => expect(figureText(name, value)).toBe(says));
