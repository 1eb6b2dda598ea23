import { describe, expect, test } from "vitest";
import { acted, ask, type Case, later, openCase, refusalOf } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { evidenceOf, fulfilled, readyToStart, started, stateOf } from "../../../test/support/walk.ts";
import type { Report } from "../release/evidence.ts";

const deploy = "production.deploy";
const opened = openCase(defaultProcess, { plan: { bound: ["checklist.parity", "checklist.logs"] } });
const ready = readyToStart(opened, deploy);
/** The window is asked every hour by itself; here it is good for longer, so that the rest can be seen. */
const process = {
  ...defaultProcess,
  requirements: defaultProcess.requirements.map((one) =>
    one.id === "checklist.window" && one.kind === "check" ? { ...one, looksAt: [], freshness: { within: 9e7 } } : one,
  ),
} as Case["process"];

/** 61 minutes later; who has to be there says so again. */
const anHourLater = (): Case => {
  const at = { ...later(ready, 61 / 60), process };
  return ["watcher", "responder"].reduce((now, post) => fulfilled(now, `${deploy}.${post}`), at);
};
const answer = (at: Case, id: string, content: Partial<Report> = {}): Case =>
  acted(at, "headgate", { ...evidenceOf(at, id, content), origin: "probe" });
const secondsLater = (at: Case): Case => later(at, 1 / 3_600);

describe("R71: the checklist is looked at once more when somebody wants to begin", () => {
  const wanted = acted(anHourLater(), "ada", started(anHourLater(), deploy));

  test("older than 60 minutes: it does not begin, and what a machine can look at is asked", () => {
    expect(wanted.release.rollouts.filter(({ environment }) => environment === "production")).toEqual([]);
    expect(Object.keys(wanted.release.rechecks)).toEqual(
      expect.arrayContaining(["checklist.parity", "checklist.logs"]),
    );
    expect(wanted.release.rechecks["checklist.monitoring"]).toBeUndefined();
    const again = ask(secondsLater(wanted), "ada", started(wanted, deploy));
    expect(again).toMatchObject({ ok: true, events: [], note: expect.stringContaining("not begun yet") });
  });
  test("still good: it begins, and what was signed stays signed", () => {
    const answered = Object.keys(wanted.release.rechecks).reduce((now, id) => answer(now, id), secondsLater(wanted));
    expect(stateOf(answered, "A5")).toBe("pass");
    expect(refusalOf(answered, "ada", started(answered, deploy))).toBe("accepted: RolloutRequested");
  });
  test("an item broken between review and start: the start is refused", () => {
    const others = Object.keys(wanted.release.rechecks).filter((id) => id !== "checklist.logs");
    const calm = others.reduce((now, id) => answer(now, id), secondsLater(wanted));
    const broken = answer(calm, "checklist.logs", { figures: { services: 2, silent: 1 } });
    expect(stateOf(broken, "checklist.logs")).toBe("fail");
    expect(ask(broken, "ada", started(broken, deploy))).toMatchObject({
      refusal: { code: "GATE_CLOSED", detail: { gates: "checklist" } },
    });
  });
  test("a new answer that somebody asked for himself replaces the old one, and signatures for that fall", () => {
    const asked = acted(later(ready, 0.1), "cy", { type: "RequestCheck", requirement: "checklist.parity" });
    const answered = answer(secondsLater(asked), "checklist.parity", { tool: "another look" });
    expect(answered.release.evidence["checklist.parity"]?.again).toBeUndefined();
    expect(stateOf(answered, "A5")).toBe("stale");
  });
});
