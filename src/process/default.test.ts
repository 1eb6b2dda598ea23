import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { judgeRule } from "../domain/process/judge-rule.ts";
import { isMet } from "../domain/process/judgement.ts";
import type { Approval, Check, Message, Process, Requirement } from "../domain/process/process.ts";
import { facts } from "../domain/process/shown.ts";
import type { Report } from "../domain/release/evidence.ts";
import { formats } from "../evidence/read-report.ts";
import { loadProcess } from "./load.ts";

const load = (): Process => {
  const reading = loadProcess("default.yaml", readFileSync(new URL("default.yaml", import.meta.url), "utf8"));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems, null, 1));
  return reading.value;
};

const process = load();
const { requirements } = process;
const checks = requirements.filter((one): one is Check => one.kind === "check");
const approvals = requirements.filter((one): one is Approval => one.kind === "approval");
const messages = requirements.filter((one): one is Message => one.kind === "message");
const ids = (list: readonly { readonly id: string }[]): readonly string[] => list.map(({ id }) => id);
const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
const row = (n: number): string => `R${n}`;

const find = (id: string): Requirement => {
  const found = requirements.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no requirement ${id}`);
  return found;
};
const check = (id: string): Check => {
  const found = find(id);
  if (found.kind !== "check") throw new Error(`${id} is no check`);
  return found;
};
const tracedTo = (...rows: readonly number[]): readonly string[] =>
  rows.flatMap((n) => ids(requirements.filter((one) => one.rows.includes(row(n)))));

type Content = Partial<Pick<Report, "figures" | "texts" | "lists">>;
const report = (content: Content): Report => ({
  figures: {},
  texts: {},
  lists: {},
  findings: [],
  build: null,
  madeAt: null,
  signer: null,
  tool: "",
  ...content,
});
const judged = (id: string, content: Content, declared: Readonly<Record<string, readonly string[]>> = {}) =>
  check(id)
    .rules.map((rule) => judgeRule(rule, report(content), process.metrics, declared))
    .filter(({ state }) => !isMet(state));

describe("everything that the process consists of is there", () => {
  test("R19: eight stages, in their order", () => {
    expect(ids(process.stages)).toEqual([
      "entry",
      "strategy",
      "checklist",
      "staging",
      "production",
      "validation",
      "documentation",
      "closure",
    ]);
    expect(Object.fromEntries(process.stages.map(({ id, after }) => [id, after]))).toMatchObject({
      production: ["entry", "strategy", "checklist", "staging"],
      documentation: ["strategy"],
      closure: ["validation", "documentation"],
    });
  });

  test("approvals A1 to A29, each once", () => {
    expect(ids(approvals).toSorted()).toEqual(
      range(1, 29)
        .map((n) => `A${n}`)
        .toSorted(),
    );
    for (const { id, rows } of approvals) expect(rows, id).toContain(id);
  });

  test("7 entry criteria, 10 checklist items, 8 staging steps, 8 validations, 7 closing activities", () => {
    expect(ids(requirements.filter(({ stage }) => stage === "entry"))).toEqual(tracedTo(...range(4, 10)));
    expect(ids(requirements.filter(({ id }) => id.startsWith("checklist.")))).toHaveLength(10);
    expect(tracedTo(38)).toEqual(tracedTo(...range(40, 49)).filter((id) => id.startsWith("checklist.")));
    expect(process.checklist?.flatMap(({ requires }) => requires.filter((id) => tracedTo(38).includes(id)))).toEqual(
      tracedTo(38),
    );
    expect(process.checklist).toHaveLength(10);
    expect(tracedTo(...range(53, 60)).filter((id) => id.startsWith("staging."))).toHaveLength(8);
    // Two more are asked where there is something to ask: keys before production, and the scans again.
    const more = ["integrations.production", "validation.rescan"];
    expect(tracedTo(...range(94, 101)).filter((id) => !more.includes(id))).toHaveLength(8);
    expect(tracedTo(...range(154, 160)).filter((id) => id.startsWith("closure."))).toHaveLength(7);
  });

  test("8 exit gates, 4 severities, 6 metrics, 6 messages, 20 questions, 8 outputs", () => {
    expect(process.exitGates).toHaveLength(8);
    expect(ids(process.severities)).toEqual(["critical", "high", "medium", "low"]);
    expect(process.metrics).toHaveLength(6);
    expect(messages).toHaveLength(6);
    expect(process.outputs).toHaveLength(8);
    const topics = Map.groupBy(process.questions, ({ topic }) => topic);
    expect([...topics].map(([topic, asked]) => [topic, asked.length])).toEqual([
      ["technical", 5],
      ["process", 5],
      ["people", 5],
      ["business", 5],
    ]);
  });

  test("every row that asks for a requirement is traced", () => {
    const traced = new Set([...requirements, ...process.exitGates].flatMap(({ rows }) => rows));
    const asked = [
      range(4, 11),
      [23],
      range(34, 38),
      range(40, 49),
      range(53, 60),
      [69],
      range(94, 101),
      [119, 134],
      range(153, 160),
      range(168, 176),
    ].flat();
    expect(asked.map(row).filter((one) => !traced.has(one))).toEqual([]);
  });

  test("formats, probes and facts are named as they are known", () => {
    const known =
      "smoke health targets traffic-delta drill journal schedule messages outputs parity card-data backups preflight controls documents monitoring logs issues systems features integrations compliance running".split(
        " ",
      );
    expect(checks.flatMap(({ reports }) => reports).filter((name) => !formats.includes(name))).toEqual([]);
    expect(checks.flatMap(({ probe }) => probe ?? []).filter((name) => !known.includes(name))).toEqual([]);
    const shown = requirements.flatMap((one) => ("shows" in one ? one.shows : []));
    const unknown = shown.filter((item) => item.startsWith("fact:") && facts[item.slice(5)] === undefined);
    expect(unknown).toEqual([]);
  });
});

describe("gates", () => {
  test("R12: the exit criteria and the quality gates resolve to the same 8 ids", () => {
    const criteria = process.exitGates.filter(({ rows }) => rows.includes("R12"));
    const qualityGates = range(169, 176).flatMap((n) => process.exitGates.filter(({ rows }) => rows.includes(row(n))));
    expect(ids(criteria)).toEqual(ids(qualityGates));
    expect(new Set(ids(qualityGates)).size).toBe(8);
  });

  test("R174: no gate waits for the closing message, and the message for nothing but the last approval", () => {
    expect(process.exitGates.filter(({ requires }) => requires.includes("closed"))).toEqual([]);
    expect(find("closed").after).toEqual(["A29"]);
    const told = process.exitGates.find(({ rows }) => rows.includes("R174"))?.requires ?? [];
    expect(told.toSorted()).toEqual(ids(messages.filter(({ id }) => id !== "closed")).toSorted());
  });

  test("thanks never wait at a gate", () => {
    const waited = [...requirements.flatMap(({ after }) => after), ...process.exitGates.flatMap((g) => g.requires)];
    expect(waited).not.toContain("closure.recognition");
  });

  test("R168: the closing work, then project manager, product owner and sponsor, in that order", () => {
    const apart = ["closure.recognition", "closed", "A27", "A28", "A29"];
    const work = ids(requirements.filter(({ id, stage }) => stage === "closure" && !apart.includes(id)));
    expect(find("A27").after.toSorted()).toEqual(work.toSorted());
    expect([find("A28").after[0], find("A29").after[0]]).toEqual(["A27", "A28"]);
  });

  test("R52: what can never be waived", () => {
    const never = requirements.filter(({ waivable }) => !waivable);
    expect(ids(never)).toEqual(
      expect.arrayContaining([
        ...["staging.drill", "staging.deploy", "staging.smoke", "staging.security", "production.deploy"],
        ...["checklist.rollback", "entry.security", "checklist.security", "closure.journal", "validation.compliance"],
        ...ids(approvals),
      ]),
    );
  });

  test("R128: a slow rollback may be waived, an untried one may not; one drill answers both", () => {
    expect(check("rollback.time")).toMatchObject({ probe: "drill", waivable: true });
    expect(check("checklist.rollback")).toMatchObject({ probe: "drill", waivable: false, reports: [] });
  });

  test("what a rollout is measured by is younger than that rollout", () => {
    const stages = { staging: "staging.deploy", production: "production.deploy", validation: "production.deploy" };
    for (const [stage, rollout] of Object.entries(stages))
      for (const { id, after, during = "" } of checks.filter((one) => one.stage === stage))
        expect([...after, during], id).toContain(rollout);
  });
});

describe("approvals", () => {
  test("each statement is a sentence that names what is signed", () => {
    for (const { id, title, statement } of approvals) {
      expect(statement, id).toMatch(/^I .*[^.]\.$/);
      expect(statement.toLowerCase(), id).toContain(title.toLowerCase());
    }
    expect(new Set(approvals.map(({ statement }) => statement)).size).toBe(29);
  });

  test("each waits for what it shows", () => {
    for (const { id, shows, after } of approvals) {
      const shown = shows.filter((item) => !item.startsWith("fact:"));
      expect(shown.length, id).toBeGreaterThan(0);
      expect(after, id).toEqual(expect.arrayContaining(shown));
    }
  });

  test("R37: moving the date touches what the product owner signed, and none of the other three", () => {
    const standsOn = (id: string): readonly string[] => {
      const one = find(id);
      return "shows" in one ? one.shows.flatMap((item) => (item.startsWith("fact:") ? [item] : standsOn(item))) : [];
    };
    const touched = ["A1", "A2", "A3", "A4"].filter((id) => standsOn(id).includes("fact:schedule"));
    expect(touched).toEqual(["A4"]);
  });

  test("R92: who ran the rollout is not who calls production healthy", () => {
    expect(find("A14")).toMatchObject({ duties: [{ not: "executor" }] });
    expect(find("A13")).toMatchObject({ duties: [] });
  });

  test("R69: the way to production is open for seven days", () => {
    expect(find("A12")).toMatchObject({ expires: { within: 7 * 86_400_000, at: "production" } });
  });
});

describe("rules", () => {
  test("R4: a failed test, no test at all and a missing count are each told apart", () => {
    const good = { total: 9, passed: 9, failed: 0, blocked: 0 };
    const { failed: _, ...uncounted } = good;
    expect(judged("entry.functional", { figures: good })).toEqual([]);
    expect(judged("entry.functional", { figures: { ...good, failed: 1 } })).toEqual([
      { state: "fail", reason: "1 of the tests failed" },
    ]);
    expect(judged("entry.functional", { figures: { ...good, total: 0, passed: 0 } })).toMatchObject([
      { reason: "the report holds no test" },
      { reason: "no test passed" },
    ]);
    expect(judged("entry.functional", { figures: uncounted })).toMatchObject([{ state: "inconclusive" }]);
  });

  test("R5: a declared integration without a suite is named", () => {
    const content = { figures: { total: 9, passed: 9, failed: 0, blocked: 0 }, lists: { suites: ["mail"] } };
    expect(judged("entry.integration", content, { integrations: ["mail", "payments"] })).toEqual([
      { state: "fail", reason: "no suite tests these declared integrations: payments" },
    ]);
  });

  test("R9, R10: a conditional GO ends user acceptance and does not begin a release", () => {
    const texts = { decision: "CONDITIONAL GO" };
    expect(judged("entry.uat", { texts, figures: { scenarios: 3, conditions: 2 } })).toEqual([]);
    expect(check("entry.uat").tasksIn).toBe("checklist");
    expect(judged("entry.go-no-go", { texts, figures: { expires: 1 } })).toMatchObject([{ state: "fail" }]);
  });

  const week = 7 * 24 * 60;
  const measured = { requests: 10_000, latencies: 10_000, errorRate: 0, p95Ms: 80, availability: 1 };
  test.each([
    ["R181: 1 of 1000 is not below 0.1 %", { errorRate: 1 / 1000 }, 1],
    ["R181: 9 of 10 000 is", { errorRate: 9 / 10_000 }, 0],
    ["R182: 200 ms is not below 200 ms", { p95Ms: 200 }, 1],
    ["R183: 10 minutes of a week are allowed", { availability: (week - 10) / week }, 0],
    ["R183: 11 minutes of a week are not", { availability: (week - 11) / week }, 1],
  ])("%s", (_, figures, broken) => {
    expect(judged("validation.metrics", { figures: { ...measured, ...figures } })).toHaveLength(broken);
  });

  test("R96: 0.2 % of 10 000 requests is a miss; 1 of 3 is insufficient data, and so is none", () => {
    expect(judged("validation.metrics", { figures: { ...measured, errorRate: 0.002 } })).toEqual([
      { state: "fail", reason: "0.002 of the requests failed; it must be less than 0.001" },
    ]);
    for (const [requests, errorRate] of [
      [3, 1 / 3],
      [3, 0],
      [999, 0],
    ] as const) {
      const judgements = judged("validation.metrics", { figures: { ...measured, requests, errorRate } });
      expect(judgements.map(({ state }) => state)).toEqual(["inconclusive", "inconclusive"]);
      expect(judgements[0]?.reason).toBe(`insufficient data for errorRate: ${requests} of at least 1000 requests`);
    }
    expect(judged("validation.metrics", { figures: { requests: 0 } })).toMatchObject([
      { state: "inconclusive" },
      {},
      {},
    ]);
  });

  test("R182: the percentile is judged by the latencies that are known, not by all requests", () => {
    expect(judged("validation.metrics", { figures: { ...measured, p95Ms: 900, latencies: 3 } })).toEqual([
      { state: "inconclusive", reason: "insufficient data for p95Ms: 3 of at least 1000 latencies" },
    ]);
  });

  test("R184: no critical incident at all is allowed", () => {
    const target = process.metrics.find(({ id }) => id === "critical-incidents");
    expect(target).toMatchObject({ better: "lower", target: 1 });
  });

  test("an empty report passes no check", () => {
    for (const { id } of checks) expect(judged(id, {}), id).not.toEqual([]);
  });

  test("a command that looked at nothing and counted zeros passes no check", () => {
    // A scan without findings is a scan, nothing missing is the aim, and an untimed drill is caught by its sibling.
    const zeroIsGood = ["closure.outputs", "rollback.time"];
    const counting = checks.filter(({ id, reports }) => !zeroIsGood.includes(id) && !reports.includes("sarif"));
    for (const { id, rules } of counting) {
      const zeros = Object.fromEntries(rules.flatMap((rule) => (rule.kind === "figure" ? [[rule.figure, 0]] : [])));
      expect(judged(id, { figures: zeros }), id).not.toEqual([]);
    }
  });
});

test("R161: the review asks all twenty questions, in the same words, and none may be left out", () => {
  const review = find("closure.review");
  const fields = review.kind === "record" ? review.fields : [];
  expect(fields).toEqual(process.questions.map(({ id, asks }) => ({ name: id, asks, required: true })));
});

test("every requirement says in a sentence why it matters, and no two say the same", () => {
  for (const { id, why } of requirements) expect(why, id).toMatch(/^[A-Z].{20,}\.$/);
  expect(new Set(requirements.map(({ why }) => why)).size).toBe(requirements.length);
});
