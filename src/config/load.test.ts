import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { fullHeadgate } from "../../test/support/headgate-yaml.ts";
import { smallProcess } from "../../test/support/small-process.ts";
import { loadConfig } from "./load.ts";
import { showProblem } from "./read-document.ts";

const process = smallProcess();

const problemsOf = (text: string): string => {
  const reading = loadConfig("headgate.yaml", text, process);
  return reading.ok ? "" : reading.problems.map(showProblem).join("\n");
};

const broken = `service: My Shop
owner: adaa
small-team-reviewer: bot
people:
  ada: { name: Ada Reyes, email: ada@example.test, roles: [laed, operator] }
  ben: { nmae: Ben, email: ADA@example.test }
  bot: { name: Release bot, kind: agent, email: bot@example.test, roles: [operator, lead] }
environments:
  staging: { listen: 127.0.0.1:8080, instances: { command: npm start, count: 0 } }
  production: { instances: { command: [node, server.mjs], env: { PORT: 80 }, ready-within: 60 }, bakefactor: 2 }
strategy:
  canary:
    - { weight: 25, bake: 1h }
    - { weight: 10, bake: 1 hour, gate: [analysis] }
    - { weight: 50, bake: 1h, gates: [analisys] }
smoke:
  - { get: cart, status: 2000 }
data: nothing
checks:
  alive: { command: [x], format: junit }
  entry.test: { command: [npm, test], format: junit }
  entry.security: [{ part: sats, file: sast.sarif, format: sarf }, { file: a.sarif, format: sarif }]
  A1: { file: x, format: junit }
  entry.tests: { format: junit, get: /x, file: y }
targets:
  p95: { target: fast }
  p99: { target: 300, reason: because }
guardrails: { error-rate: 1, latency: { slower-than: 500ms, share: 5 percent } }
analysis: { alpha: 0.7, min-requests: 0.5, errors: { margin: 1 }, on-inconclusive: hope }
audiences:
  stakeholder: { channel: mail, to: [] }
waits: { validation: 1d, rollback-window: 1h }
practise: true
`;

test("a badly broken file: every problem at once, each with its line and a fix", () => {
  expect(problemsOf(broken)).toMatchInlineSnapshot(`
    "headgate.yaml:1 service: is the text "My Shop"; write a name of small letters, digits and single hyphens, such as payment-api
    headgate.yaml:2 owner: nobody is called "adaa"; did you mean "ada"?
    headgate.yaml:3 small-team-reviewer: "bot" is an agent, and a human must answer for this; name a human
    headgate.yaml:5 people.ada.roles[0]: the process has no role "laed"; did you mean "lead"?
    headgate.yaml:6 people.ben.name: is missing; add it: the name as it stands on approvals
    headgate.yaml:6 people.ben.nmae: unknown key; did you mean "name"?
    headgate.yaml:6 people.ben.email: ADA@example.test belongs to ada already; give each address to one person
    headgate.yaml:7 people.bot.roles[1]: "lead" signs, which an agent never does; give this role to a human
    headgate.yaml:9 environments.staging.instances.command: is one text; write a list: [npm, start]
    headgate.yaml:9 environments.staging.instances.count: is 0; write 1 or more
    headgate.yaml:10 environments.production.instances.env.PORT: is set by Headgate for each instance; remove it and read PORT in the service
    headgate.yaml:10 environments.production.instances.ready-within: is 60; write a whole number with its unit, such as "90s", "5m", "1h", "2h30m" or "14d"
    headgate.yaml:10 environments.production.bakefactor: unknown key; did you mean "bake-factor"?
    headgate.yaml:10 environments.production.listen: port 8080 is where staging listens, too; give each environment a port of its own
    headgate.yaml:14 strategy.canary[1].bake: is the text "1 hour"; write a whole number with its unit, such as "90s", "5m", "1h", "2h30m" or "14d"
    headgate.yaml:14 strategy.canary[1].gate: unknown key; did you mean "gates"?
    headgate.yaml:14 strategy.canary[1].weight: is 10, which does not rise above the step before (25); sort the steps by weight
    headgate.yaml:15 strategy.canary[2].gates[0]: is the text "analisys"; did you mean "analysis"?
    headgate.yaml:15 strategy.canary[2].weight: is 50 on the last step, so that the build would never take over; add { weight: 100, bake: 1h }
    headgate.yaml:17 smoke[0].get: is the text "cart"; write a path that begins with /, such as /cart
    headgate.yaml:17 smoke[0].status: is 2000; write 599 or less
    headgate.yaml:18 data: is the text "nothing"; write none for a service that keeps no data, or { get: /path } of a checksum
    headgate.yaml:20 checks.alive: Headgate looks for itself here, and reads no report; remove it
    headgate.yaml:21 checks["entry.test"]: the process has no such check; did you mean "entry.tests"?
    headgate.yaml:22 checks["entry.security"][0].part: this check has no part "sats"; did you mean "sast"?
    headgate.yaml:22 checks["entry.security"][0].format: this check does not read "sarf"; did you mean "sarif"?
    headgate.yaml:22 checks["entry.security"][1]: does not say which part of the check it answers; add part: sast or sca
    headgate.yaml:23 checks.A1: its kind is approval, which no report answers; remove it
    headgate.yaml:24 checks["entry.tests"].get: is a second source; give one source: a command (with or without the file that it writes), a file, a page to get, or probes
    headgate.yaml:26 targets.p95.target: is the text "fast"; write a number: the new target, in the metric's own unit
    headgate.yaml:26 targets.p95.reason: is missing; add it: why this service needs another target; it stands in every report
    headgate.yaml:27 targets.p99: the process has no such metric; did you mean "p95"?
    headgate.yaml:28 guardrails.error-rate: comes to 1; write more than 0 and less than 1, such as 0.01 or 1%
    headgate.yaml:28 guardrails.latency.share: is the text "5 percent"; write a share of 1 such as 0.01, or a percentage such as 1%
    headgate.yaml:29 analysis.alpha: is no better than a coin; write less than 0.5, such as 0.01
    headgate.yaml:29 analysis.errors.margin: allows nothing; write how many times as many may be bad, such as 2
    headgate.yaml:29 analysis.min-requests: is 0.5; write a whole number
    headgate.yaml:29 analysis.on-inconclusive: is the text "hope"; the choices are auto, promote, pause, rollback
    headgate.yaml:31 audiences.stakeholder.to: is empty; name one recipient at least
    headgate.yaml:31 audiences.stakeholder: no message of the process is for them; did you mean "stakeholders"?
    headgate.yaml:31 audiences.stakeholder.channel: there is no channel "mail"; the channels are outbox
    headgate.yaml:32 waits.validation: 1d is shorter than the process's own 7d; write 7d or more, or declare practice: true if it is not for real
    headgate.yaml:32 waits.rollback-window: 1h is shorter than the process's own 2d; write 2d or more, or declare practice: true if it is not for real
    headgate.yaml:33 practise: unknown key; did you mean "practice"?"
  `);
});

test.each([
  ["owner: ada", "owner: bot", /^headgate.yaml:2 owner: "bot" is an agent/],
  [
    "waits: { validation: 10m, rollback-window: 1h }\npractice: true",
    "waits: { validation: 10m }",
    /:25 waits.validation: 10m is shorter than the process's own 7d; .*practice: true/,
  ],
  ["part: sca", "part: sast", /checks\["entry.security"\]\[1\].part: a second report for "sast"; keep one/],
  ["kind: agent, email: bot@example.test, for: ben,", "email: bot@example.test,", null],
  ["kind: agent, ", "", /people.bot.for: only an agent acts for somebody/],
  ["roles: [operator] }", "roles: [lead] }", /people.bot.roles\[0\]: "lead" signs, which an agent never does/],
  ["email: bot@example.test", "email: Ada@Home.test", /people.bot.email: Ada@Home.test belongs to ada already/],
  ["127.0.0.1:9080", "127.0.0.1:9081", /environments.production.listen: port 9081 is where staging listens/],
  ["listen: 127.0.0.1:9080", "listen: 127.0.0.1:0", /listen: is the text "127.0.0.1:0"; write host:port/],
  ["channel: post", "channel: pots", /audiences.users.channel: there is no channel "pots"; did you mean "post"\?/],
  ["error-rate: 0.5%", "error-rate: 100%", /error-rate: comes to 1; write more than 0 and less than 1/],
  ["{ weight: 100,", "{ weight: 99,", /canary\[1\].weight: is 99 on the last step/],
  ["{ weight: 0.5,", "{ weight: 0,", /canary\[0\].weight: is nothing/],
  [", reason: rendered on the server", "", /targets.p95.reason: is missing/],
  [
    "format: junit, file: report.xml",
    "format: k6",
    /entry.tests"\].format: this check does not read "k6"; the formats are junit/,
  ],
])("%s → %s", (from, to, expected) => {
  expect(fullHeadgate).toContain(from);
  const problems = problemsOf(fullHeadgate.replace(from, to));
  if (expected === null) expect(problems).toBe("");
  else {
    expect(problems).toMatch(expected);
    expect(problems.split("\n")).toHaveLength(1);
  }
});

const whole: unknown = parse(fullHeadgate);

test("a file with anything at all in the place of one of its parts is answered, and never thrown over", () => {
  const anything = fc.oneof(
    fc.constantFrom(null, "", "x", -1, 0, 1e9, true, [], {}, [[]], [null], { a: null }, { toString: "" }),
    fc.json().map((text) => JSON.parse(text) as unknown),
  );
  fc.assert(
    fc.property(fc.nat(), anything, (n, part) => {
      const document = structuredClone(whole);
      const places = placesIn(document);
      const place = places[n % places.length]!;
      Reflect.set(place.holder, place.key, part);
      const reading = loadConfig("headgate.yaml", JSON.stringify(document), process);
      if (!reading.ok) expect(reading.problems.length).toBeGreaterThan(0);
    }),
    { numRuns: 200 },
  );
}, 20_000);

type Place = { readonly holder: object; readonly key: string };

const placesIn = (node: unknown): readonly Place[] =>
  typeof node !== "object" || node === null
    ? []
    : Object.entries(node).flatMap(([key, part]) => [{ holder: node, key }, ...placesIn(part)]);
