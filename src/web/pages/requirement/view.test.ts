import { expect, test } from "vitest";
import {
  answerBefore,
  draftSays,
  figureText,
  hintOf,
  isWrittenByHeadgate,
  notMet,
  standsOn,
  whyNoWaiver,
} from "./view.ts";

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

test("a field begins with what was filed, then with what somebody drafted, then with the build that it has to name", () => {
  const drafted = { draft: { kind: "record", fields: { note: "drafted" } } } as never;
  const filed = { fields: { note: "filed" } } as never;
  const build = "sha256:1";
  expect(answerBefore({ record: filed, proposal: drafted }, { name: "note" }, build)).toBe("filed");
  expect(answerBefore({ record: null, proposal: drafted }, { name: "note" }, build)).toBe("drafted");
  expect(answerBefore({ record: null }, { name: "note", holds: "build" }, build)).toBe(build);
  expect(answerBefore({ record: null }, { name: "note" }, build)).toBe("");
});

test("a field says what its words are taken for", () => {
  expect(hintOf({})).toEqual({});
  expect(hintOf({ holds: "build" }).hint).toContain("another one");
  expect(hintOf({ holds: "issues" }).hint).toContain("becomes an issue");
});

test("people write what has no template, and what lacks something of it", () => {
  const document = (template: string | undefined, state: string) =>
    isWrittenByHeadgate({ definition: { template }, status: { state } } as never);
  expect(document("archive", "missing")).toBe(true);
  expect(document("archive", "fail")).toBe(false);
  expect(document(undefined, "missing")).toBe(false);
});

test("an exception is for what may be waived and is not met", () => {
  const why = (waivable: boolean, act: string) => whyNoWaiver({ definition: { waivable }, status: { act } } as never);
  expect(why(true, "headgate run")).toBe("");
  expect(why(true, "")).toBe("it is met");
  expect(why(false, "headgate run")).toBe("it may never be waived");
  expect(whyNoWaiver({ definition: null, status: {} } as never)).toBe("it may never be waived");
});

test("a proposal says what it would do", () => {
  const says = (draft: object) => draftSays({ draft } as never);
  expect(says({ kind: "sign" })).toEqual([]);
  expect(says({ kind: "record", fields: { a: "b" } })).toEqual([["a", "b"]]);
  expect(says({ kind: "waiver", reason: "r", risk: "s", control: "c" }).map(([name]) => name)).toEqual([
    "Reason",
    "Risk",
    "Instead",
  ]);
});

test.each([
  ["errorRate", 0.00123, "0.123 %"],
  ["total", 12_345, "12,345"],
  ["p95Ms", 30.456, "30.46"],
])("%s", (name, value, says) => expect(figureText(name, value)).toBe(says));
