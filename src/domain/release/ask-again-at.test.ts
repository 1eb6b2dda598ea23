import { describe, expect, test } from "vitest";
import { acted, type Case, later, openCase, refusalOf } from "../../../test/support/case.ts";
import { approval, check, tinyProcess } from "../../../test/support/tiny-process.ts";
import { evidenceOf, requirementOf } from "../../../test/support/walk.ts";
import { openCalendar } from "../calendar/hindrance.ts";
import { millis, plus } from "../units.ts";
import { reconcile } from "./reconcile.ts";

const opened = openCase(tinyProcess([check({ id: "alert", reports: [], probe: "alert" }), approval({ id: "A" })]));
const hour = millis(3_600_000);

/** An answer that wants to be asked again in an hour. */
const begun = acted(
  opened,
  "headgate",
  evidenceOf(opened, "alert", {
    figures: { total: 1, passed: 1, failed: 0, askAgainAt: plus(opened.at, hour) },
    texts: { alertId: "headgate-1", waitsFor: "waits for bo" },
  }),
);
const due = (at: Case) =>
  reconcile(at.process, at.release, at.at, openCalendar).filter(
    (effect) => effect.of === "release" && effect.kind === "ask",
  ).length;

describe("an answer that is not complete", () => {
  test("T54: is missing with its reason, and no pass, whatever its figures are", () => {
    expect(requirementOf(begun, "alert")).toMatchObject({
      state: "missing",
      reason: "waits for bo",
      act: "headgate ack shop-1.1.0 headgate-1 --as <whoever is on call>",
    });
  });

  test("is asked for again when it said, once, and not before", () => {
    expect(due(begun)).toBe(0);
    expect(due(later(begun, 0.9))).toBe(0);
    const back = later(begun, 1);
    expect(due(back)).toBe(1);
    const complete = acted(back, "headgate", evidenceOf(back, "alert"));
    expect(due(later(complete, 5))).toBe(0);
    expect(requirementOf(complete, "alert").state).toBe("pass");
  });
});

describe("who acknowledges the alert", () => {
  test("makes that its check is asked again at once; twice is once", () => {
    const given = acted(later(begun, 0.1), "bo", { type: "AcknowledgeAlert", alert: "headgate-1" });
    expect(due(given)).toBe(1);
    expect(given.release.acknowledgements).toEqual([{ alert: "headgate-1", by: "bo", at: given.at }]);
    const again = acted(given, "bo", { type: "AcknowledgeAlert", alert: "headgate-1" });
    expect(again.release).toEqual(given.release);
  });

  test("is refused for another alert, and for one that is over", () => {
    expect(refusalOf(begun, "bo", { type: "AcknowledgeAlert", alert: "headgate-2" })).toBe("ALERT_UNKNOWN");
    const over = acted(begun, "headgate", evidenceOf(begun, "alert"));
    expect(refusalOf(over, "bo", { type: "AcknowledgeAlert", alert: "headgate-1" })).toBe("ALERT_UNKNOWN");
  });
});
