import { describe, expect, test } from "vitest";
import { acted, type Case, fold } from "../../../test/support/case.ts";
import { began, openWith } from "../../../test/support/notified.ts";
import { driven } from "../../../test/support/obey.ts";
import { heardBy, type Telling, told } from "../../../test/support/told.ts";
import type { SeverityId } from "../incident/incident.ts";
import type { ReleaseEvent } from "../release/events.ts";
import { instant, millis, plus } from "../units.ts";

const from = (now: Case): Telling => ({ now, sent: [] });
const hence = (now: Case, hours: number): Case => ({ ...now, at: plus(now.at, millis(hours * 3_600_000)) });
const [board, support] = ["board@example.org", "support@example.org"];
const announced = (to: string, at: Case["at"]): ReleaseEvent => ({
  type: "MessageDelivered",
  at,
  requirement: "scheduled",
  to,
  detail: "250 OK",
});

describe("R193: who was told before", () => {
  const opened = openWith();
  const stageOne = hence(fold(opened, [announced(board, opened.at), announced(support, opened.at)]), 1);
  const move = {
    type: "Reschedule",
    productionAt: instant(Date.UTC(2026, 11, 1, 8)),
    reason: "the fair was moved",
  } as const;

  test("hears that the date is moved, with the new one and why", () => {
    const { sent } = told(from(acted(stageOne, "ada", move)));
    expect(sent.map(({ to, subject }) => [to, subject])).toEqual([
      [board, "shop 1.1.0 is moved to 2026-12-01 08:00 UTC"],
      [support, "shop 1.1.0 is moved to 2026-12-01 08:00 UTC"],
    ]);
    expect(sent[0]?.body).toContain("Reason: the fair was moved.");
  });
  test("hears of each move once, and of the last one alone when nobody could send in between", () => {
    const once = told(from(acted(stageOne, "ada", move)));
    const again = hence(acted(once.now, "ada", { ...move, productionAt: instant(Date.UTC(2026, 11, 8, 8)) }), 1);
    expect(heardBy(told({ now: again, sent: [] }), board)).toEqual(["moved"]);
    const next = { ...move, productionAt: instant(Date.UTC(2026, 11, 8, 8)), reason: "snow" };
    const both = hence(acted(acted(stageOne, "ada", move), "ada", next), 1);
    const { sent } = told(from(both));
    expect(sent.map(({ body }) => body.includes("snow"))).toEqual([true, true]);
  });
  test("nobody else does", () => {
    expect(told(from(acted(opened, "ada", move))).sent).toEqual([]);
    const one = hence(fold(opened, [announced(board, opened.at)]), 1);
    expect(told(from(acted(one, "ada", move))).sent.map(({ to }) => to)).toEqual([board]);
  });
  test("a fixed build makes nobody forget who was told", () => {
    const build = { ...stageOne.release.build, version: "1.1.1" };
    const replaced = acted(stageOne, "ada", { type: "ReplaceBuild", build, reason: "a fix" });
    expect(told(from(acted(replaced, "ada", move))).sent.map(({ to }) => to)).toEqual([board, support]);
  });
  test("hears that it is cancelled, once", () => {
    const cancelled = acted(stageOne, "ada", { type: "Cancel", reason: "not this year" });
    const all = told(from(cancelled));
    expect(all.sent.map(({ to, notice }) => [to, notice])).toEqual([
      [board, "cancelled"],
      [support, "cancelled"],
      ["ada", "cancelled"],
    ]);
    expect(all.sent[0]?.body).toContain("Reason: not this year.");
    expect(told({ now: hence(all.now, 1), sent: [] }).sent).toEqual([]);
  });
  test("hears that it is rejected", () => {
    const { at } = stageOne;
    const ended: ReleaseEvent = { type: "ReleaseEnded", at, how: "rejected", by: "eli", reason: "a fault in the cart" };
    expect(heardBy(told(from(fold(stageOne, [ended]))), board)).toEqual(["rejected"]);
  });
});

describe("R87: who waits for news", () => {
  const wrote = acted(openWith(), "bo", {
    type: "TakeNote",
    kind: "message",
    text: "Orders may take a minute. Nothing is lost.",
    about: "",
  });
  test("hears what the product owner writes to them, in those words, once", () => {
    const all = told(from(wrote));
    expect(all.sent.map(({ to, subject, body }) => [to, subject, body])).toEqual(
      [board, support].map((to) => [
        to,
        "shop 1.1.0: a word from Bo Berg",
        "Orders may take a minute. Nothing is lost.",
      ]),
    );
    expect(told({ now: hence(all.now, 1), sent: [] }).sent).toEqual([]);
  });
  test("hears no message of an hour ago that nobody could send (T39)", () => {
    expect(told(from(hence(wrote, 1))).sent).toEqual([]);
  });
});

const raised = (at: Case["at"], severity: SeverityId): ReleaseEvent => ({
  type: "TriggerRaised",
  at,
  trigger: "trigger-1",
  severity,
  source: "alert",
  says: "4 % of the orders fail",
  environment: "production",
  of: null,
  issue: null,
  key: "orders",
  by: "headgate",
});
const escalated = (at: Case["at"]): ReleaseEvent => ({
  type: "TriggerEscalated",
  at,
  trigger: "trigger-1",
  to: [],
  reason: "nobody decided within 4 h",
});
const everyone = ["ada", "bo", "cy", "di", "eli", "fay", "gil", "hal", "ivy"];

describe("a trigger", () => {
  const opened = openWith();

  test("R121: a critical one pages everybody, and whoever is on call", () => {
    const { sent } = told(from(fold(opened, [raised(opened.at, "critical")])));
    expect(sent.map(({ to }) => to)).toEqual(everyone);
    expect(sent[0]).toMatchObject({ subject: "CRITICAL: trigger-1 of shop 1.1.0 in production" });
    const onCall = openWith(undefined, { plan: { audiences: { "on-call": ["pager"] } } });
    expect(told(from(fold(onCall, [raised(onCall.at, "critical")]))).sent.map(({ to }) => to)).toEqual([
      "pager",
      ...everyone,
    ]);
  });
  test("R123: a medium one that nobody decided on pages whoever leads and whoever owns the product", () => {
    const four = fold(hence(told(from(fold(opened, [raised(opened.at, "medium")]))).now, 4), []);
    const { sent } = told(from(fold(four, [escalated(four.at)])));
    expect(sent.map(({ to, notice }) => [to, notice])).toEqual([
      ["ada", "trigger-undecided"],
      ["bo", "trigger-undecided"],
    ]);
    expect(sent[0]?.body).toContain("4 % of the orders fail");
  });
  test("a low one wakes nobody", () => {
    expect(told(from(fold(opened, [raised(opened.at, "low")]))).sent).toEqual([]);
  });
  test("T39: one that was settled long ago wakes nobody", () => {
    const settled: ReleaseEvent = {
      type: "TriggerSettled",
      at: opened.at,
      trigger: "trigger-1",
      how: "cleared",
      reason: "gone",
      by: "cy",
    };
    const all = told(from(hence(fold(opened, [raised(opened.at, "critical"), settled]), 1)));
    expect(all.sent).toEqual([]);
    expect(Object.values(all.now.release.notices)).toMatchObject([{ notice: "trigger-page", skipped: {} }]);
  });
  test("one that rolls back in the same moment is told as that, and wakes nobody twice", () => {
    const moving = driven(began(opened), ({ weight }) => weight >= 25);
    const sign = { ...raised(moving.at, "critical"), of: "shop-1.1.0/production-deploy-1" } as ReleaseEvent;
    const order = { type: "RollBack", reason: "harm", severity: "critical" } as const;
    const back = acted(fold(moving, [sign]), "ada", { type: "Order", environment: "production", order });
    expect(heardBy(told(from(back)), "gil")).toEqual(["rollback-page"]);
  });
});
