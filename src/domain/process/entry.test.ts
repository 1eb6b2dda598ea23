import { describe, expect, test } from "vitest";
import { ask, type Case, fold, openCase, refusalOf } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { digestOf } from "../../../test/support/release.ts";
import {
  answered,
  evidenceOf,
  fulfilled,
  readyToStart,
  requirementOf,
  stageOf,
  started,
  stateOf,
  statusOf,
  walked,
} from "../../../test/support/walk.ts";
import type { RequirementStatus } from "./status.ts";

const opened = openCase(defaultProcess);
const entered = walked(opened, (_, { stages }) => stages[0]?.state === "done");
const seven = [
  "entry.functional",
  "entry.integration",
  "entry.performance",
  "entry.security",
  "entry.compliance",
  "entry.uat",
  "entry.go-no-go",
] as const;
const figures = (at: Case, id: string, change: Readonly<Record<string, number>>) => ({
  figures: { ...evidenceOf(at, id).evidence.report?.figures, ...change },
});
const without = (at: Case, id: string, name: string) => {
  const { [name]: _, ...rest } = evidenceOf(at, id).evidence.report?.figures ?? {};
  return { figures: rest };
};
const declaring = (declared: Readonly<Record<string, readonly string[]>>) =>
  openCase(defaultProcess, { plan: { declared } });
const told = (at: Case, id: string) => {
  const { state, reason } = requirementOf(at, id);
  return `${state}: ${reason}`;
};

describe("R4: functional tests", () => {
  test("a report that keeps every rule passes", () => {
    expect(told(answered(opened, "entry.functional"), "entry.functional")).toBe("pass: ");
  });
  test.each([
    ["a failure", { failed: 1 }, "fail: 1 of the tests failed"],
    ["no test at all", { total: 0, passed: 0 }, "fail: the report holds no test; no test passed"],
    ["skipped tests", { blocked: 2 }, "fail: 2 of the tests were blocked or skipped and have no result"],
  ])("%s does not", (_, change, expected) => {
    const at = answered(opened, "entry.functional", figures(opened, "entry.functional", change));
    expect(told(at, "entry.functional")).toBe(expected);
  });
  test("a report that does not say how many failed cannot tell", () => {
    const at = answered(opened, "entry.functional", without(opened, "entry.functional", "failed"));
    expect(told(at, "entry.functional")).toBe('inconclusive: the report has no figure "failed"');
  });
  test("a report on another build is refused", () => {
    const other = evidenceOf(opened, "entry.functional", { build: digestOf("another") });
    expect(refusalOf(opened, "headgate", other)).toBe("OTHER_BUILD");
  });
});

test("R5: an integration that is declared and untested fails, and is named", () => {
  const at = declaring({ integrations: ["payments", "mail"] });
  const tested = answered(at, "entry.integration", { lists: { suites: ["Mail over SMTP"] } });
  expect(told(tested, "entry.integration")).toBe("fail: no suite tests these declared integrations: payments");
  const all = answered(at, "entry.integration", { lists: { suites: ["Mail over SMTP", "payments API"] } });
  expect(stateOf(all, "entry.integration")).toBe("pass");
});

describe("R6: performance", () => {
  test("a slow build fails, and a figure that is absent cannot tell", () => {
    const slow = answered(opened, "entry.performance", figures(opened, "entry.performance", { p95Ms: 9_000 }));
    expect(told(slow, "entry.performance")).toContain("fail: 95 % of the requests took up to 9000 ms");
    const absent = answered(opened, "entry.performance", without(opened, "entry.performance", "p95Ms"));
    expect(told(absent, "entry.performance")).toBe('inconclusive: the report has no figure "p95Ms"');
  });
  test("exactly the target is a miss", () => {
    const at = answered(opened, "entry.performance", figures(opened, "entry.performance", { errorRate: 0.001 }));
    expect(stateOf(at, "entry.performance")).toBe("fail");
  });
});

describe("R7: security", () => {
  test("each of three scans is asked for", () => {
    const sast = answered(opened, "entry.security", {}, "sast");
    expect(told(sast, "entry.security")).toBe("missing: dast missing; sca missing");
  });
  test("forty high findings fail", () => {
    const at = answered(opened, "entry.security", figures(opened, "entry.security", { high: 40 }), "sca");
    expect(stateOf(at, "entry.security")).toBe("fail");
    expect(told(at, "entry.security")).toContain("sca: 40 findings of severity high are open");
  });
  test("a scan of 45 days ago is stale", () => {
    const old = { madeAt: (opened.at - 45 * 86_400_000) as typeof opened.at };
    const at = answered(opened, "entry.security", old);
    expect(told(at, "entry.security")).toContain("stale: sast: it is older than 30 days");
  });
});

test("R8: a framework that is switched on needs its proof; one that is off does not", () => {
  const hipaa = declaring({ frameworks: ["HIPAA"] });
  const unproved = answered(hipaa, "entry.compliance", { lists: { frameworks: [] } });
  expect(told(unproved, "entry.compliance")).toBe("fail: these frameworks are switched on and not fully proved: HIPAA");
  expect(stateOf(answered(declaring({ frameworks: [] }), "entry.compliance"), "entry.compliance")).toBe("pass");
});

describe("R9: user acceptance", () => {
  test.each([
    ["an agent", "bot"],
    ["nobody", null],
    ["a stranger", "mallory"],
    ["a person without a business role", "cy"],
  ])("signed by %s it is refused", (_, signer) => {
    expect(refusalOf(opened, "headgate", evidenceOf(opened, "entry.uat", { signer }))).toBe("SIGNER_NOT_ALLOWED");
  });
  test("an address is as good as an id, and NO-GO is a fail", () => {
    const at = answered(opened, "entry.uat", { signer: "Bo@example.org", texts: { decision: "NO-GO" } });
    expect(told(at, "entry.uat")).toBe("fail: the decision of the user acceptance is NO-GO");
  });
  test("two conditions open two tasks, and production is refused until both are closed", () => {
    const conditional = {
      texts: { decision: "CONDITIONAL GO" },
      lists: { conditions: ["train support", "fix the logo"] },
    };
    const taken = fulfilled(answered(entered, "entry.uat", conditional), "entry.go-no-go");
    const open = statusOf(taken).requirements.filter(({ kind }) => kind === "task");
    expect(open.map(({ title, state, stage }) => [title, state, stage])).toEqual([
      ["train support", "missing", "checklist"],
      ["fix the logo", "missing", "checklist"],
    ]);
    const isTask = ({ kind }: RequirementStatus) => kind === "task";
    const ready = walked(taken, (_, { blocking }) => blocking.every(isTask), isTask);
    expect(refusalOf(ready, "ada", started(ready, "production.deploy"))).toBe("GATE_CLOSED");
    const one = fulfilled(ready, "entry.uat.condition-1");
    expect(refusalOf(one, "ada", started(one, "production.deploy"))).toBe("GATE_CLOSED");
    const both = readyToStart(fulfilled(one, "entry.uat.condition-2"), "production.deploy");
    expect(ask(both, "ada", started(both, "production.deploy"))).toMatchObject({ ok: true });
  });
  test("a task that was closed stays closed when the same condition is handed in again", () => {
    const conditions = (...list: string[]) => ({ texts: { decision: "CONDITIONAL GO" }, lists: { conditions: list } });
    const closed = fulfilled(answered(opened, "entry.uat", conditions("train support")), "entry.uat.condition-1");
    const again = answered(closed, "entry.uat", conditions("fix the logo", "train support"));
    expect(again.release.tasks.map(({ text, closedBy }) => [text, closedBy])).toEqual([
      ["fix the logo", null],
      ["train support", "ada"],
    ]);
  });
});

describe("R10: the decision to begin", () => {
  test("is superseded by a report that changed since, until it is taken anew", () => {
    const changed = answered(entered, "entry.functional", { tool: "another run" });
    expect(told(changed, "entry.go-no-go")).toBe("stale: superseded: decided without entry.functional");
    expect(stageOf(changed, "strategy")).toBe("waiting");
    expect(stageOf(fulfilled(changed, "entry.go-no-go"), "strategy")).toBe("open");
  });
  test.each(["NO-GO", "maybe"])("%s blocks", (decision) => {
    const at = answered(entered, "entry.go-no-go", { texts: { decision } });
    expect(told(at, "entry.go-no-go")).toBe(`fail: the decision is ${decision}`);
  });
  test("an expired one blocks", () => {
    const at = answered(entered, "entry.go-no-go", { figures: { expires: entered.at - 1 } });
    expect(told(at, "entry.go-no-go")).toBe("stale: it has expired");
  });
});

describe("R11: all seven entry criteria", () => {
  test("let strategy begin when they are met", () => {
    expect(statusOf(entered).stages.slice(0, 2)).toMatchObject([{ state: "done", met: 7, of: 7 }, { state: "open" }]);
  });
  test.each(seven)("one unmet, %s, is the one reason, and staging is refused", (id) => {
    const evidence = Object.entries(entered.release.evidence).filter(([key]) => key !== id && key !== `${id}#sca`);
    const at = { ...entered, release: { ...entered.release, evidence: Object.fromEntries(evidence) } };
    expect(statusOf(at).blocking.map((one) => one.id)).toEqual([id]);
    expect(refusalOf(at, "ada", started(at, "staging.drill"))).toBe("GATE_CLOSED");
  });
});

test("R3, T27: another build voids every report", () => {
  const build = { ...entered.release.build, digest: digestOf("shop 1.1.1"), version: "1.1.1" };
  const decision = ask(entered, "ada", { type: "ReplaceBuild", build, reason: "a fix" });
  const replaced = fold(entered, decision.ok ? decision.events : []);
  expect(seven.map((id) => stateOf(replaced, id))).toEqual(seven.map(() => "stale"));
});
