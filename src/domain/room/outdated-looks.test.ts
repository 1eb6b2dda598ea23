import { describe, expect, test } from "vitest";
import { acted, ask, type Case, later, openCase, refusalOf } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { inService } from "../../../test/support/release.ts";
import { evidenceOf, fulfilled, readyToStart, requirementOf, started, stateOf } from "../../../test/support/walk.ts";
import { checklist } from "../process/checklist.ts";
import { openParts } from "../process/judge-check.ts";
import type { Check, RolloutRequirement } from "../process/process.ts";
import { status } from "../process/status.ts";
import type { Compared, Evidence, Report } from "../release/evidence.ts";
import { evidenceKey } from "../release/release.ts";
import { plus } from "../units.ts";
import { outdatedLooks } from "./outdated-looks.ts";

const deploy = "production.deploy";
const bound = [
  ...["checklist.parity", "checklist.logs", "checklist.compliance"],
  ...["image", "dependencies", "secrets"].map((part) => `checklist.security#${part}`),
];
/** The window is asked every hour by itself; here it is good for longer, so that the rest can be seen. */
const process = {
  ...defaultProcess,
  requirements: defaultProcess.requirements.map((one) =>
    one.id === "checklist.window" && one.kind === "check" ? { ...one, looksAt: [], freshness: { within: 9e7 } } : one,
  ),
} as Case["process"];

/** 61 minutes after everything was ready; who has to be there says so again. */
const anHourAfter = (ready: Case): Case => {
  const at = { ...later(ready, 61 / 60), process };
  return ["watcher", "responder"].reduce((now, post) => fulfilled(now, `${deploy}.${post}`), at);
};
const readyWith = (plan: Parameters<typeof openCase>[1] = {}): Case =>
  readyToStart(openCase(defaultProcess, plan), deploy);
const ready = readyWith({ plan: { bound } });
const wantedAt = (at: Case): Case => acted(at, "ada", started(at, deploy));
const rollout = process.requirements.find((one): one is RolloutRequirement => one.id === deploy)!;
const secondsLater = (at: Case): Case => later(at, 1 / 3_600);

type Said = { readonly report?: Partial<Report>; readonly evidence?: Partial<Evidence> };

/** What a machine saw that looked: every part that applies, as it should be but for what is said. */
const answer = (at: Case, id: string, { report = {}, evidence = {} }: Said = {}): Case => {
  const check = at.process.requirements.find((one): one is Check => one.id === id && one.kind === "check")!;
  return openParts(at.release, check).reduce((now, part) => {
    const asked = evidenceOf(now, id, report, part);
    const looked = { ...asked.evidence, ...evidence };
    // What a person signed lies in a file, and says what it said.
    const known = check.signers.length > 0 && report.tool === undefined ? now.release.evidence[id] : undefined;
    const read = known === undefined ? looked : { ...looked, raw: known.raw, report: known.report };
    return acted(now, "headgate", { ...asked, origin: "probe", evidence: read });
  }, at);
};
/** All that was asked is answered, and good; but for one. */
const answeredBut = (wanted: Case, left: readonly string[] = []): Case =>
  Object.keys(wanted.release.rechecks)
    .filter((id) => !left.includes(id))
    .reduce((now, id) => answer(now, id), secondsLater(wanted));

const nothing: Compared = {
  release: null,
  version: "1.0.0",
  build: inService.digest,
  raw: null,
  figures: {},
  lists: {},
  findings: [],
  problem: null,
};

/** For each item of the checklist: the check that finds it broken, and what that sees. */
const broken: Readonly<Record<string, readonly [check: string, Said]>> = {
  parity: ["checklist.parity", { report: { figures: { compared: 9, differences: 1 } } }],
  monitoring: [
    "checklist.monitoring",
    { report: { figures: { signals: 3, alertsAcknowledged: 1, rosterGapMinutes: 0 } } },
  ],
  logs: ["checklist.logs", { report: { figures: { services: 2, silent: 1 } } }],
  backups: ["checklist.backups", { report: { figures: { backupAgeHours: 30 } } }],
  rollback: [
    "checklist.rollback",
    { report: { figures: { seconds: 30, smokeFailed: 1, dataChanged: 0, sameRunbook: 1 } } },
  ],
  security: ["checklist.security", { evidence: { compared: { ...nothing, figures: { newCritical: 1 } } } }],
  compliance: ["controls.map", { report: { texts: { verdict: "1 control has no current evidence" } } }],
  documents: ["checklist.documents", { report: { figures: { documents: 3 }, texts: { verdict: "a link is broken" } } }],
  stakeholders: ["checklist.stakeholders", { report: { figures: { due: 3 }, texts: { verdict: "one bounced" } } }],
  window: ["checklist.window", { report: { texts: { conflicts: "stock-taking", window: "inside" } } }],
};

describe("R71: the checklist is looked at once more when somebody wants to begin", () => {
  const wanted = wantedAt(anHourAfter(ready));

  test("older than 60 minutes: it does not begin, and every check of the ten items is asked again", () => {
    expect(wanted.release.rollouts.filter(({ environment }) => environment === "production")).toEqual([]);
    const items = checklist(process, wanted.release, status(process, wanted.release, wanted.at), wanted.at);
    expect(items).toHaveLength(10);
    for (const { id, parts } of items) {
      const checks = parts.filter(({ kind, state }) => kind === "check" && state !== "not applicable");
      expect(checks, id).not.toEqual([]);
      for (const one of checks) expect(Object.keys(wanted.release.rechecks), id).toContain(one.id);
    }
    const again = ask(secondsLater(wanted), "ada", started(wanted, deploy));
    expect(again).toMatchObject({ ok: true, events: [], note: expect.stringContaining("not begun yet") });
  });
  test("within 60 minutes it is fresh, and nothing is asked", () => {
    expect(refusalOf({ ...later(ready, 0.4), process }, "ada", started(ready, deploy))).toBe(
      "accepted: RolloutRequested",
    );
  });
  test("still good: it begins, and what was signed stays signed", () => {
    const answered = answeredBut(wanted);
    for (const id of ["A5", "A6", "A7", "A8", "A23"]) expect(stateOf(answered, id), id).toBe("pass");
    expect(refusalOf(answered, "ada", started(answered, deploy))).toBe("accepted: RolloutRequested");
  });
  test.each(Object.entries(broken))(
    "%s broken between review and start: refused, and it is named",
    (item, [id, sees]) => {
      expect(defaultProcess.checklist?.find((one) => one.id === item)?.requires).toContain(id);
      const found = answer(answeredBut(wanted, [id]), id, sees);
      expect(stateOf(found, id)).toBe("fail");
      expect(ask(found, "ada", started(found, deploy))).toMatchObject({
        ok: false,
        refusal: { code: "GATE_CLOSED", detail: { gates: expect.stringContaining(`checklist (${id}`) } },
      });
    },
  );
  test("all ten were broken in turn", () => {
    expect(Object.keys(broken)).toEqual(defaultProcess.checklist?.map(({ id }) => id));
  });
  test("one that could not be looked at again is no pass", () => {
    const lost = { evidence: { report: null, problem: "the scanner is gone" } };
    const found = answer(answeredBut(wanted, ["checklist.security"]), "checklist.security", lost);
    expect(stateOf(found, "checklist.security")).toBe("error");
    expect(refusalOf(found, "ada", started(found, deploy))).toBe("GATE_CLOSED");
  });
  test("a new answer that somebody asked for himself replaces the old one, and signatures for that fall", () => {
    const asked = acted(later(ready, 0.1), "cy", { type: "RequestCheck", requirement: "checklist.parity" });
    const answered = answer(secondsLater(asked), "checklist.parity", { report: { tool: "another look" } });
    expect(answered.release.evidence["checklist.parity"]?.again).toBeUndefined();
    expect(stateOf(answered, "A5")).toBe("stale");
  });
});

describe("R71: what is looked at again is as old as it is", () => {
  const again = (changes: Said): Case => {
    const wanted = wantedAt(anHourAfter(ready));
    return answer(answeredBut(wanted, ["checklist.security"]), "checklist.security", changes);
  };
  const image = (at: Case) => at.release.evidence[evidenceKey("checklist.security", "image")];

  test("a file that is read again is no younger: it grows stale by what it says itself", () => {
    const { at: scanned } = image(ready)!;
    const read = again({ report: { madeAt: scanned } });
    expect(image(read)?.again).toMatchObject({ madeAt: scanned });
    const check = (at: Case) => requirementOf(at, "checklist.security");
    expect(check({ ...read, at: plus(scanned, (7 * 86_400_000) as never) }).state).toBe("pass");
    expect(check({ ...read, at: plus(scanned, (7 * 86_400_000 + 1_000) as never) })).toMatchObject({
      state: "stale",
      reason: expect.stringContaining("older than 7 days"),
    });
  });
  test("a scan that finds the same against a reference made anew holds, whatever its bytes", () => {
    const other = "sha256:9999999999999999999999999999999999999999999999999999999999999999" as Evidence["raw"];
    const held = again({ evidence: { compared: { ...image(ready)!.compared!, raw: other } } });
    expect(image(held)?.again).toBeDefined();
    expect(stateOf(held, "A7")).toBe("pass");
  });
  test("a grave weakness that both builds have is no reason to stop, and news: what was signed falls", () => {
    const finding = { id: "CVE-2026-1", severity: "critical", title: "a hole", where: "zlib" } as const;
    const compared = { ...image(ready)!.compared!, findings: [finding], lists: { returning: ["critical CVE-2026-1"] } };
    const news = again({ evidence: { compared } });
    expect(image(news)?.again).toBeUndefined();
    expect(stateOf(news, "checklist.security")).toBe("pass");
    expect([stateOf(news, "A7"), stateOf(news, "A23")]).toEqual(["stale", "stale"]);
  });
  test("another word of the person who signed is another word", () => {
    const wanted = wantedAt(anHourAfter(ready));
    const given = answer(answeredBut(wanted, ["checklist.compliance"]), "checklist.compliance", {
      report: { tool: "another form" },
    });
    expect(given.release.evidence["checklist.compliance"]?.again).toBeUndefined();
    expect(stateOf(given, "A7")).toBe("stale");
  });
});

test("R71: what nothing is bound for and a pipeline handed in counts by its age, and is not asked again", () => {
  const unbound = readyWith();
  const asked = Object.keys(wantedAt(anHourAfter(unbound)).release.rechecks);
  expect(asked).toContain("checklist.monitoring");
  expect(asked).not.toContain("checklist.security");
  expect(asked).not.toContain("checklist.compliance");
  const old = { ...later(unbound, 7 * 24 + 1), process };
  expect(stateOf(old, "checklist.security")).toBe("stale");
  expect(refusalOf(old, "ada", started(old, deploy))).not.toContain("accepted");
});

test("R98: a key of an integration that was taken back since the review stops the start, and is named", () => {
  const check = "integrations.production";
  const wanted = wantedAt(anHourAfter(readyWith({ plan: { declared: { integrations: ["payments"] } } })));
  expect(Object.keys(wanted.release.rechecks)).toContain(check);
  const refused = answer(answeredBut(wanted, [check]), check, { report: { figures: { checked: 1, failed: 1 } } });
  expect(ask(refused, "ada", started(refused, deploy))).toMatchObject({
    refusal: { code: "GATE_CLOSED", detail: { gates: `checklist (${check})` } },
  });
  const taken = answeredBut(wanted);
  expect(refusalOf(taken, "ada", started(taken, deploy))).toBe("accepted: RolloutRequested");
});

test("R71, R202: an emergency does not wait for a look that nobody takes", () => {
  const emergency = { reason: "the shop is down", by: "ada" };
  const seen = answer(openCase(defaultProcess, { plan: { emergency } }), "checklist.parity");
  const urgent = readyToStart(seen, deploy);
  const at = { ...later(urgent, 25), process };
  expect(stateOf(at, "checklist.parity")).toBe("not applicable");
  const due = outdatedLooks(process, at.release, rollout, at.at);
  expect(due).not.toContain("checklist.parity");
  expect(due).toContain("checklist.rollback");
});
