import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { smallProcess, smallProcessText } from "../../test/support/small-process.ts";
import { loadConfig } from "../config/load.ts";
import { showProblem } from "../config/read-document.ts";
import { effectiveProcess, loadProcess } from "./load.ts";

const problemsOf = (text: string): string => {
  const reading = loadProcess("process.yaml", text);
  return reading.ok ? "" : reading.problems.map(showProblem).join("\n");
};

test("a process is flattened: each requirement knows its stage, each default is filled in", () => {
  const { requirements, stages, ...rest } = smallProcess();
  expect(rest).toMatchObject({ name: "small", version: "1", practice: false, rollbackWindow: 172_800_000 });
  expect(stages.map(({ id, after, period }) => [id, after, period])).toEqual([
    ["entry", [], undefined],
    ["production", ["entry"], 604_800_000],
  ]);
  expect(requirements.map(({ id, stage }) => `${stage}/${id}`)).toEqual([
    "entry/entry.tests",
    "entry/entry.security",
    "entry/A1",
    "entry/A2",
    "entry/told",
    "production/deploy",
    "production/alive",
    "production/notes",
    "production/review",
  ]);
  expect(requirements[0]).toMatchInlineSnapshot(`
    {
      "after": [],
      "freshness": {
        "at": "production",
        "within": 2592000000,
      },
      "id": "entry.tests",
      "kind": "check",
      "owner": "lead",
      "parts": [],
      "reports": [
        "junit",
      ],
      "rows": [],
      "rules": [
        {
          "figure": "failed",
          "kind": "figure",
          "max": 0,
          "otherwise": "{value} failed",
        },
        {
          "below": "p95",
          "figure": "p95Ms",
          "kind": "figure",
          "otherwise": "slow",
        },
        {
          "kind": "text",
          "oneOf": [
            "GO",
          ],
          "otherwise": "no go",
          "text": "decision",
        },
        {
          "declared": "integrations",
          "kind": "covers",
          "list": "suites",
          "otherwise": "{value} is untested",
        },
      ],
      "signers": [],
      "stage": "entry",
      "supersededByStage": false,
      "title": "Tests pass",
      "waivable": true,
      "why": "Faults are cheap here.",
    }
  `);
  expect(requirements[3]).toMatchObject({ duties: [{ notSignerOf: "A1" }], waivable: true, shows: [] });
});

test("the process that ships has no problem, and asks for something in every stage", () => {
  const text = readFileSync(new URL("default.yaml", import.meta.url), "utf8");
  const reading = loadProcess("default.yaml", text);
  expect(reading.ok ? [] : reading.problems).toEqual([]);
});

const broken = `process: broken
version: 1.0
rollback-window: 2 days
rollback-target: 15m
roles:
  - { id: lead, title: Lead, charge: Leads., requird: true }
  - { id: lead, title: Lead again, charge: Leads. }
stages:
  - { id: entry, title: Entry, purpose: Begin., budget: 1d, after: [closure], requirements: [] }
  - id: closure
    title: Closure
    purpose: End.
    after: [entry, entri]
    budget: 1d
    requirements:
      - { id: x.first, kind: chek, title: First, owner: lead, why: Because. }
      - id: x.second
        kind: check
        title: Second
        owner: laed
        why: Because.
        reports: [junit]
        after: [x.thrid]
        freshness: { within: 1d, at: production }
        rules:
          - { figure: failed, otherwise: bad }
          - { figure: failed, min: 3, max: 1, otherwise: bad }
          - { figure: p95Ms, below: p59, otherwise: bad }
          - { text: decision, oneof: [GO], otherwise: bad }
          - { list: suites, covers: integration, otherwise: bad }
      - { id: x.third, kind: approval, title: Third, owner: lead, why: Because., statement: Yes., shows: [x.fist, "fact:any"], duties: [{ not: autor }, { not-signer-of: x.second }] }
      - { id: x.third, kind: check, title: Nobody can answer, owner: lead, why: Because. }
      - { id: x.loop, kind: record, title: Loop, owner: lead, why: Because., after: [x.loop], fields: [] }
exit-gates:
  - { id: done, title: Done, requires: [x.last] }
severities:
  - { id: critical, means: Down. }
  - { id: medium, means: Wrong. }
metrics:
  - { id: p95, title: p95, formula: f, unit: ms, target: 200, better: smaller }
outputs:
  - { id: plan, title: Plan, requirement: x.plan }
`;

test("a badly broken process: every problem at once, each with its line and a fix", () => {
  expect(problemsOf(broken)).toMatchInlineSnapshot(`
    "process.yaml:2 version: is 1; write a text in quotes, such as "1.0.0"
    process.yaml:3 rollback-window: is the text "2 days"; write a whole number with its unit, such as "90s", "5m", "1h", "2h30m" or "14d"
    process.yaml:6 roles[0].requird: unknown key; did you mean "required"?
    process.yaml:7 roles[1].id: "lead" is taken already; rename one of the two
    process.yaml:9 stages[0].requirements: is empty, so that its gate would always be open; write its requirements or remove the stage
    process.yaml:9 stages[0].after: these wait for each other: entry → closure → entry; take one of them out of an \`after\`
    process.yaml:13 stages[1].after[1]: there is no stage "entri"; did you mean "entry"?
    process.yaml:16 stages[1].requirements[0].kind: is the text "chek"; did you mean "check"?
    process.yaml:20 stages[1].requirements[1].owner: there is no role "laed"; did you mean "lead"?
    process.yaml:23 stages[1].requirements[1].after[0]: there is no requirement "x.thrid"; did you mean "x.third"?
    process.yaml:24 stages[1].requirements[1].freshness.at: there is no stage "production"; the stages are entry, closure
    process.yaml:26 stages[1].requirements[1].rules[0]: has no bound, so that it would always hold; add min, max, below or above
    process.yaml:27 stages[1].requirements[1].rules[1].min: is above max, so that it could never hold; swap the two
    process.yaml:28 stages[1].requirements[1].rules[2].below: there is no metric "p59"; did you mean "p95"?
    process.yaml:29 stages[1].requirements[1].rules[3].one-of: is missing; add it
    process.yaml:29 stages[1].requirements[1].rules[3].oneof: unknown key; did you mean "one-of"?
    process.yaml:30 stages[1].requirements[1].rules[4].covers: is the text "integration"; did you mean "integrations"?
    process.yaml:31 stages[1].requirements[2].duties[0].not: is the text "autor"; did you mean "author"?
    process.yaml:31 stages[1].requirements[2].shows[0]: there is no requirement "x.fist"; did you mean "x.first"?
    process.yaml:31 stages[1].requirements[2].duties[1].not-signer-of: there is no approval "x.second"; the approvals are x.first, x.third
    process.yaml:32 stages[1].requirements[3].id: "x.third" is taken already; rename one of the two
    process.yaml:32 stages[1].requirements[3]: nothing can answer this check; add reports: [<format>], or a probe
    process.yaml:33 stages[1].requirements[4].fields: is empty; write what the form asks
    process.yaml:33 stages[1].requirements[4].after: "x.loop" waits for itself; take one of them out of an \`after\`
    process.yaml:35 exit-gates[0].requires[0]: there is no requirement "x.last"; the requirements are x.first, x.second, x.third, x.loop
    process.yaml:36 severities: does not say what high means; add { id: high, means: … }
    process.yaml:36 severities: does not say what low means; add { id: low, means: … }
    process.yaml:40 metrics[0].better: is the text "smaller"; the choices are lower, higher
    process.yaml:42 outputs[0].requirement: there is no requirement "x.plan"; the requirements are x.first, x.second, x.third, x.loop"
  `);
});

test.each([
  [
    "requires: [deploy, alive]",
    "requires: [deploi]",
    /exit-gates\[0\].requires\[0\]: there is no requirement "deploi"; did you mean "deploy"\?$/,
  ],
  ["requirement: notes", "requirement: note", /outputs\[0\].requirement: there is no requirement "note"/],
  ["below: p95", "below: p59", /rules\[1\].below: there is no metric "p59"; did you mean "p95"\?$/],
  ["not-signer-of: A1", "not-signer-of: told", /duties\[0\].not-signer-of: there is no approval "told"/],
  [
    "expires: { within: 2d, at: production }",
    "expires: { within: 2d, at: prodution }",
    /expires.at: there is no stage "prodution"; did you mean "production"\?$/,
  ],
  [
    "reports: [junit]",
    "reports: [junit]\n        signers: [boss]",
    /signers\[0\]: there is no role "boss"; the roles are lead, operator$/,
  ],
  [
    "reports: [junit]",
    "reports: [junit]\n        parts: [api-diff]\n        applies: { api-dif: [migration] }",
    /applies.api-dif: this check has no part "api-dif"; did you mean "api-diff"\?$/,
  ],
  [
    "shows: [entry.tests,",
    "shows: [entry.test,",
    /shows\[0\]: there is no requirement "entry.test"; did you mean "entry.tests"\?$/,
  ],
  ["probe: health, every: 1h", "probe: health, every: 1h, during: A1", /during: there is no rollout "A1"/],
  [
    "charge: Leads. }",
    'charge: Leads., sees: [alife, "fact:any"] }',
    /roles\[0\].sees\[0\]: there is no requirement "alife"; did you mean "alive"\?$/,
  ],
  ["after: [A1]", "after: [A2]", /after: "A2" waits for itself; take one/],
  ["after: [A1]", "after: [deploy]", /after: these wait for each other: .*gate of entry/],
  [
    'why: Users ask., shows: ["fact:changes"]',
    "why: Users ask., shows: [alive, notes]",
    /requirements\[2\]: these would be made anew for ever, each from the next: notes → notes; take one/,
  ],
  ["probe: health,", "probe: health, looks-at: [alive],", /would be made anew for ever, .*: alive → alive;/],
  ["  - { id: low, means: Ugly. }\n", "", /severities: does not say what low means; add \{ id: low, means: … \}$/],
  [
    "budget: 1d\n    requirements:",
    "budget: 1d\n    period: 1d\n    requirements:",
    /stages\[1\].period: another stage has a period already; keep one$/,
  ],
  [
    "{ name: lesson, asks: What did we learn? }",
    "{ name: a, asks: b }, { name: a, asks: c }",
    /fields\[1\].name: "a" is taken already; rename/,
  ],
  [", probe: health", "", /requirements\[1\]: nothing can answer this check; add reports/],
  ["figure: failed, max: 0", "figure: failed, min: 2, max: 1", /rules\[0\].min: is above max/],
])("%s → %s is refused", (from, to, expected) => {
  expect(smallProcessText).toContain(from);
  expect(problemsOf(smallProcessText.replace(from, to))).toMatch(expected);
});

const whole: unknown = parse(smallProcessText);

test("a process with anything at all in the place of one of its parts is answered, and never thrown over", () => {
  const anything = fc.oneof(
    fc.constantFrom(null, "", "entry", -1, true, [], {}, [[]], [null], { id: "entry" }),
    fc.json().map((text) => JSON.parse(text) as unknown),
  );
  fc.assert(
    fc.property(fc.nat(), anything, (n, part) => {
      const document = structuredClone(whole);
      const places = placesIn(document);
      const place = places[n % places.length]!;
      Reflect.set(place.holder, place.key, part);
      const reading = loadProcess("process.yaml", JSON.stringify(document));
      if (!reading.ok) expect(reading.problems.length).toBeGreaterThan(0);
    }),
    { numRuns: 200 },
  );
});

type Place = { readonly holder: object; readonly key: string };

const placesIn = (node: unknown): readonly Place[] =>
  typeof node !== "object" || node === null
    ? []
    : Object.entries(node).flatMap(([key, part]) => [{ holder: node, key }, ...placesIn(part)]);

const service = (rest: string) => `service: shop
owner: ada
people: { ada: { name: Ada, email: ada@example.test } }
environments: { staging: { instances: { command: [x] } }, production: { instances: { command: [x] } } }
${rest}`;

const effective = (rest: string) => {
  const process = smallProcess();
  const reading = loadConfig("headgate.yaml", service(rest), process);
  if (!reading.ok) throw new Error(reading.problems.map(showProblem).join("\n"));
  return effectiveProcess(process, reading.value);
};

test("a service that changes nothing is held to the process as it stands", () => {
  expect(effective("")).toEqual(smallProcess());
});

test("targets, waits and practice of the service apply, and nothing else changes", () => {
  const process = smallProcess();
  const rest =
    "targets: { p95: { target: 300, reason: r } }\nwaits: { validation: 10m, rollback-window: 1h }\npractice: true";
  expect(effective(rest)).toEqual({
    ...process,
    practice: true,
    rollbackWindow: 3_600_000,
    metrics: [{ ...process.metrics[0], target: 300, reason: "r" }],
    stages: [process.stages[0], { ...process.stages[1], period: 600_000 }],
  });
});

test("a check compares with production or with a check that exists, and leaves the names of what stands beside its reports", () => {
  const scan = (more: string) => smallProcessText.replace("parts: [sast, sca]", `parts: [sast, sca]\n        ${more}`);
  expect(problemsOf(scan("compared-with: production\n        vex: [openvex]"))).toBe("");
  expect(problemsOf(scan("compared-with: entry.tests"))).toBe("");
  expect(problemsOf(scan("compared-with: entry.test"))).toContain(
    'there is no check "entry.test"; did you mean "entry.tests"',
  );
  const taken = smallProcessText.replace("parts: [sast, sca]", "parts: [vex, sast@production]\n        vex: [openvex]");
  expect(problemsOf(taken).match(/is the name of a document beside the reports of this check/g)).toHaveLength(2);
});
