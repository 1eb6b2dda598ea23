import { describe, expect, test } from "vitest";
import { acted, type Case, fold, later, openCase } from "../../../test/support/case.ts";
import { people } from "../../../test/support/release.ts";
import { approval, check, record, stage, tinyProcess } from "../../../test/support/tiny-process.ts";
import { answered, requirementOf, signature } from "../../../test/support/walk.ts";
import { openCalendar } from "../calendar/hindrance.ts";
import type { Effect } from "../release/effects.ts";
import { reconcile } from "../release/reconcile.ts";
import { millis } from "../units.ts";

const hours = (n: number) => millis(n * 3_600_000);
const process = tinyProcess(
  [
    check({ id: "c", stage: "one" }),
    approval({ id: "A", stage: "one", after: ["c"], owner: "sre" }),
    approval({ id: "soon", stage: "one", owner: "product-owner", dueWithin: hours(2) }),
    record({ id: "r", stage: "two" }),
  ],
  {
    stages: [stage("one"), stage("two", { dueWithin: hours(4) })],
    dueWithin: hours(24),
    escalation: {
      subject: "{what}",
      body: "{since}",
      ladder: [
        { after: hours(0), to: ["holders"] },
        { after: hours(8), to: ["deputies"] },
        { after: hours(24), to: ["owner", "executive-sponsor", "sre"] },
      ],
    },
  },
);
const withDeputy = people.map((one) => (one.id === "cy" ? { ...one, deputies: ["di"] } : one));

/** What the conductor would do now of this kind. */
const wanted = (at: Case, kind: Effect["kind"]) =>
  reconcile(at.process, at.release, at.at, openCalendar).filter((one) => one.kind === kind);
const noted = (at: Case): Case =>
  wanted(at, "dispatch").length === 0 ? at : acted(at, "headgate", { type: "NoteDue" });
const toldNow = (at: Case) => wanted(at, "tell") as readonly Extract<Effect, { kind: "tell" }>[];
const told = (at: Case): Case =>
  toldNow(at).reduce(
    (now, { requirement, rung, to }) =>
      acted(now, "headgate", { type: "RecordTold", requirement, rung, to, delivered: true, detail: "sent" }),
    at,
  );
const who = (at: Case) => toldNow(at).map(({ requirement, rung, to }) => `${requirement} ${rung} ${to}`);

describe("what only people can do", () => {
  const opened = noted(openCase(process, { plan: { people: withDeputy } }));

  test("gets a moment by which it is due once it can be done: the own one, the stage's, or the process's", () => {
    const lengths = (at: Case) =>
      Object.fromEntries(Object.entries(at.release.due).map(([id, { until }]) => [id, (until - at.at) / 3_600_000]));
    expect(lengths(opened)).toEqual({ soon: 2, r: 4 });
    expect(lengths(noted(answered(opened, "c")))).toEqual({ soon: 2, r: 4, A: 24 });
    expect(wanted(opened, "dispatch")).toEqual([]);
  });
  test("T29: time in which nobody could act on it does not count, and who was told is not told again", () => {
    const due = later(noted(answered(opened, "c")), 10);
    const blocked = noted(answered(due, "c", { figures: { failed: 1 } }));
    expect(blocked.release.due.A).toMatchObject({ stoppedAt: blocked.at });
    expect(requirementOf(later(blocked, 100), "A").overdue).toBeUndefined();
    const again = noted(answered(later(blocked, 100), "c"));
    expect((again.release.due.A!.until - again.at) / 3_600_000).toBe(14);
    const late = told(later(again, 14.1));
    expect(late.release.due.A?.told).toEqual(["1 cy"]);
    const twice = noted(answered(later(noted(answered(late, "c", { figures: { failed: 1 } })), 50), "c"));
    expect(requirementOf(twice, "A").overdue).toBe(true);
    expect(who(twice).filter((one) => one.startsWith("A "))).toEqual([]);
  });
  test("is overdue after that, and says so; nothing else happens", () => {
    const late = later(opened, 2.5);
    expect(requirementOf(later(opened, 2), "soon")).toMatchObject({ state: "missing", overdue: false });
    expect(requirementOf(late, "soon")).toMatchObject({
      state: "missing",
      reason: "not signed yet; overdue since 2026-11-02 11:01:00 UTC",
      overdue: true,
    });
    expect(late.release.phase).toBe("open");
  });
  test("is told rung by rung, each person once for each thing, however often anybody asks", () => {
    const ready = noted(answered(opened, "c"));
    const [late, later8, twice4] = [later(ready, 24.5), later(ready, 33), later(ready, 49)];
    expect(who({ ...late, release: ready.release }).filter((one) => one.startsWith("A"))).toEqual(["A 1 cy"]);
    const first = told(late);
    expect(who(first)).toEqual([]);
    const second = { ...first, at: later8.at };
    expect(who(second).filter((one) => one.startsWith("A"))).toEqual(["A 2 di"]);
    const third = { ...told(second), at: twice4.at };
    // The holder of the role heard of it on the first rung already.
    expect(who(third).filter((one) => one.startsWith("A"))).toEqual(["A 3 ada", "A 3 hal"]);
    expect(who({ ...told(third), at: later(third, 1_000).at }).filter((one) => one.startsWith("A"))).toEqual([]);
  });
  test("a restart folds the same history, and tells nobody twice", () => {
    const late = told(later(opened, 2.5));
    const restarted = fold({ ...late, release: JSON.parse(JSON.stringify(late.release)) }, []);
    expect(who(restarted)).toEqual([]);
  });
  test("what was done is not overdue, and a signature that is void begins anew", () => {
    const signed = acted(opened, "bo", signature(opened, "soon"));
    expect(signed.release.due.soon).toBeUndefined();
    expect(requirementOf(later(signed, 100), "soon").overdue).toBeUndefined();
  });
  test("an older process without a time for it makes nothing overdue", () => {
    const { dueWithin: _, escalation: __, ...old } = process;
    const at = openCase(
      tinyProcess([approval({ id: "A" })], { ...old, requirements: [approval({ id: "A" })], stages: [stage("only")] }),
    );
    expect(wanted(at, "dispatch")).toEqual([]);
    expect(wanted(later(at, 1_000), "tell")).toEqual([]);
  });
});
