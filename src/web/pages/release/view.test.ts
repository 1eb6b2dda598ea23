import { describe, expect, test } from "vitest";
import { headline, inProduction, ownerOf, split, stageSays, usersSay, whyNoWayBack, worstFirst } from "./view.ts";

const one = (more: object) =>
  ({ title: "A2", who: ["Cy"], owner: "sre", state: "missing", id: "A2", ...more }) as never;
const status = (more: object) => ({ phase: "open", endReason: "", blockedBy: [], rollouts: [], ...more }) as never;

describe("what is it waiting for?", () => {
  test.each([
    [status({ blockedBy: [one({})] }), "Waits for A2 (Cy)."],
    [status({ blockedBy: [one({ who: [] }), one({})] }), "Waits for A2 (sre, whom nobody holds) and 1 more."],
    [status({}), "Nothing blocks it; machines are at work."],
    [status({ phase: "closed" }), "It is closed: everything that it owed is there."],
    [status({ phase: "rejected", endReason: "no" }), "It was rejected: no"],
  ])("is answered in one sentence", (given, says) => expect(headline(given)).toBe(says));

  test("begins with what goes back, whatever else is open", () => {
    const back = { purpose: "deploy", phase: "rolling-back", environment: "production", baseline: "1.0.0" };
    const given = status({ rollouts: [{ ...back, rollback: { reason: "harm" } }], blockedBy: [one({})] });
    expect(headline(given)).toBe("production is going back to 1.0.0: harm");
  });
});

describe("what is asked for", () => {
  const all = [
    one({ id: "pass", state: "pass" }),
    one({ id: "late", state: "missing", overdue: true }),
    one({ id: "fail", state: "fail" }),
  ];
  test("stands in the order of what is worst, what is overdue before all", () => {
    expect(worstFirst(all).map(({ id }) => id)).toEqual(["late", "fail", "pass"]);
  });
  test("is mine first, and each thing stands once", () => {
    const { own, others } = split(all, [{ id: "fail" }]);
    expect([own.map(({ id }) => id), others.map(({ id }) => id)]).toEqual([["fail"], ["late", "pass"]]);
  });
  test("is owed by names, else by whoever answers for it", () => {
    expect(ownerOf({ who: ["Ada", "Bo"], owner: "sre" })).toBe("Ada, Bo");
    expect(ownerOf({ who: [], owner: "" })).toBe("whoever answers for it");
  });
});

test.each([
  [{ state: "waiting", met: 0, of: 4, notBefore: null }, "4 to do"],
  [{ state: "open", met: 1, of: 4, notBefore: null }, "1 of 4"],
  [{ state: "open", met: 4, of: 4, notBefore: "2026-11-29T00:00:00Z" }, "4 of 4, its time is not over"],
  [{ state: "done", met: 4, of: 4, notBefore: null }, "done"],
])("a stage: %j", (stage, says) => expect(stageSays(stage as never)).toBe(says));

describe("the way back", () => {
  const rollout = (phase: string) => ({ environment: "production", purpose: "deploy", phase }) as never;
  test.each(["waiting", "progressing", "promoted"])("is open while it is %s", (phase) => {
    expect(whyNoWayBack(rollout(phase))).toBe("");
  });
  test.each(["rolling-back", "rolled-back", "closed"])("is not while it is %s, and it is said why", (phase) => {
    expect(whyNoWayBack(rollout(phase))).not.toBe("");
  });
  test("is of production alone, and of no drill", () => {
    expect(inProduction(status({ rollouts: [{ environment: "staging", purpose: "deploy" }] }))).toBeUndefined();
    expect(whyNoWayBack(undefined)).toBe("nothing of this release is in production");
  });
});

test("R17: users are counted, and one is one", () => {
  expect([0, 1, 4_000].map((served) => usersSay({ served, version: "1.1.0" }))).toEqual([
    "0 requests on 1.1.0",
    "1 request on 1.1.0",
    "4,000 requests on 1.1.0",
  ]);
});
