import { describe, expect, test } from "vitest";
import { defaultProcess as process } from "../../test/support/default-process.ts";
import { digestOf, evidence, given, minutes, openRelease, report } from "../../test/support/release.ts";
import type { ReleaseEvent } from "../domain/release/events.ts";
import { millis } from "../domain/units.ts";
import type { AlertSeen } from "../probes/monitoring/alertmanager.ts";
import { acknowledgedAlert, alertPath } from "./alert-path.ts";

const check = "checklist.monitoring";
const question = { requirement: check, part: "", build: digestOf("shop 1.1.0"), environment: "production" };
const settings = {
  url: "http://alerts.test",
  authorization: null,
  receiver: "pager",
  labels: { team: "shop" },
  acknowledgeWithin: millis(600_000),
};
const acknowledged = {
  figures: { alertsFired: 1, alertFiredAt: minutes(5), alertsRouted: 1, alertsAcknowledged: 1 },
  texts: { alertId: "headgate-1", alert: "acknowledged by bo 40 s after it was fired" },
};
const seen = evidence(check, acknowledged, minutes(6));
const wanted: ReleaseEvent = {
  type: "ChecksAskedAgain",
  at: minutes(90),
  recheck: "production.deploy",
  checks: [check],
  by: "ada",
};

describe("R71: somebody acknowledged a test alert, and a rollout is about to begin", () => {
  const known = (events: readonly ReleaseEvent[], at = minutes(91)) =>
    acknowledgedAlert({ process, release: given(openRelease(), ...events) }, question, at);

  test("that word still counts, and nobody is woken again", () => {
    expect(known([seen, wanted])).toMatchObject(acknowledged);
  });
  test("a new one is fired where somebody asks for it, where nobody acknowledged it, and where it is a week old", () => {
    const asked: ReleaseEvent = { type: "CheckRequested", at: minutes(90), requirement: check, by: "cy" };
    const silent = evidence(check, { figures: { ...acknowledged.figures, alertsAcknowledged: 0 } }, minutes(6));
    const waiting = evidence(check, { figures: { ...acknowledged.figures, askAgainAt: minutes(92) } }, minutes(6));
    const week = minutes(7 * 24 * 60);
    expect(known([wanted])).toBeNull();
    expect(known([seen, asked])).toBeNull();
    expect(known([silent, wanted])).toBeNull();
    expect(known([waiting, wanted])).toBeNull();
    expect(known([seen, { ...wanted, at: week }], minutes(7 * 24 * 60 + 5))).not.toBeNull();
    expect(known([seen, { ...wanted, at: week }], minutes(7 * 24 * 60 + 6))).toBeNull();
  });
});

describe("R71: the way of an alert is tried without waking anybody", () => {
  const tried = async (alert: AlertSeen["alert"]) => {
    const done: string[] = [];
    const alertmanager = {
      silence: async ({ id }: { id: string }, { to }: { to: number }) =>
        void done.push(`silence ${id} until ${(to - minutes(91)) / 1_000} s`),
      fire: async ({ id }: { id: string }, { to }: { to: number }) =>
        void done.push(`fire ${id} until ${(to - minutes(91)) / 1_000} s`),
      see: async () => ({ alert, answers: [] }),
    };
    const deps = { now: () => minutes(91), digestOf: () => digestOf("x"), looks: { alertmanager } };
    const release = given(openRelease(), seen, wanted);
    const part = await alertPath(
      deps,
      { release },
      question,
      settings,
      report(acknowledged),
      AbortSignal.timeout(9_000),
    );
    return { part, done };
  };

  test("silenced before it is fired, ended before the silence; what was acknowledged stands", async () => {
    const { part, done } = await tried({ from: minutes(91), receivers: ["pager"], muted: [] });
    const id = done[0]?.split(" ")[1];
    expect(id).toMatch(/^headgate-/);
    expect(done).toEqual([`silence ${id} until 120 s`, `fire ${id} until 60 s`, `fire ${id} until 0 s`]);
    expect(part).toMatchObject({ figures: acknowledged.figures, texts: { alertId: "headgate-1" }, findings: [] });
  });
  test.each([
    [
      "another receiver",
      { from: minutes(91), receivers: ["everybody"], muted: [] },
      "routed to everybody and not to pager",
    ],
    ["a standing silence", { from: minutes(91), receivers: ["pager"], muted: ["s-1"] }, "muted by s-1"],
    ["an alert that is not there", null, "Alertmanager does not have it"],
  ])("%s: it fails and says so", async (_, alert, says) => {
    const { part } = await tried(alert);
    expect(part.figures).toMatchObject({ alertsRouted: 0, alertsAcknowledged: 0 });
    expect(part.lists?.alertsAcknowledged?.[0]).toContain(says);
  });
});
