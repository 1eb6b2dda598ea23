import { describe, expect, test } from "vitest";
import { defaultProcess } from "../../test/support/default-process.ts";
import { loadConfig } from "./load.ts";
import { showProblem } from "./read-document.ts";

const least = `service: shop
owner: ada
people:
  ada: { name: Ada Reyes, email: ada@example.test, roles: [devops-lead] }
environments:
  staging: { instances: { command: [node, server.mjs] } }
  production: { instances: { command: [node, server.mjs] } }
checks:
`;
/** A check that asks for `checked` and `failed`. */
const check = "validation.security";

const reading = (checks: string) => loadConfig("headgate.yaml", least + checks, defaultProcess);
const problems = (checks: string) => {
  const read = reading(checks);
  return read.ok ? [] : read.problems.map(showProblem);
};
const ofProbe = (...probes: readonly string[]) =>
  problems(`  ${check}:\n    probes:\n${probes.map((one) => `      - ${one}\n`).join("")}`).map((problem) =>
    problem.replace(/^headgate\.yaml:(\d+) checks\["validation\.security"\]\./, "$1 "),
  );
const specsOf = (...probes: readonly string[]) => {
  const read = reading(`  ${check}:\n    probes:\n${probes.map((one) => `      - ${one}\n`).join("")}`);
  if (!read.ok) throw new Error(read.problems.map(showProblem).join("\n"));
  return read.value.checks[check]![0]!.probes!;
};

test("what is not written has a default, and a name that says what is looked at", () => {
  const specs = specsOf(
    "http: { get: /cart }",
    'tcp: { at: "[::1]:5432" }',
    "{ name: db, tcp: { at: db.test:5432 }, within: 1s }",
  );
  expect(specs).toMatchObject([
    {
      kind: "http",
      name: "http /cart",
      figure: null,
      within: 10_000,
      asks: { get: "/cart", url: null, status: [200], method: "GET" },
    },
    { kind: "tcp", name: "tcp ::1:5432", asks: { at: { host: "::1", port: 5432 } } },
    { kind: "tcp", name: "db", within: 1_000 },
  ]);
});

test("a range of ports is all of them, and a duration comes in milliseconds", () => {
  expect(specsOf("ports: { host: shop.test, open: [443], among: 440-445 }")[0]).toMatchObject({
    asks: { among: [440, 441, 442, 443, 444, 445] },
  });
  expect(specsOf('http: { get: /, hsts: 180d, faster-than: 300ms, tls: "1.2" }')[0]).toMatchObject({
    asks: { hsts: 15_552_000_000, fasterThan: 300, tls: "TLSv1.2" },
  });
});

describe("what is refused", () => {
  test.each<[string, string]>([
    ["{ name: x }", "11 probes[0]: asks nothing; write one of http, tcp, certificate,"],
    ["htpp: { get: / }", '11 probes[0].htpp: unknown key; did you mean "http"?'],
    ["http: { get: /, staus: 200 }", '11 probes[0].http.staus: unknown key; did you mean "status"?'],
    ["http: { get: / }, tcp: { at: a:1 }", "11 probes[0].tcp: is a second question; write it as a probe of its own"],
    ["http: {}", "11 probes[0].http: is not whole; write get or url"],
    ["http: { get: /, url: http://a.test }", "11 probes[0].http.url: is too much; write one of get, url"],
    [
      "http: { url: http://me:pw@a.test }",
      "11 probes[0].http.url: has a name or a password in it; send a header instead",
    ],
    ["http: { get: /, matches: '(' }", "11 probes[0].http.matches: is no regular expression; mend it"],
    ["http: { get: /, status: [] }", "11 probes[0].http.status: is empty"],
    [
      "http: { get: /, send: { Authorization: abc } }",
      "11 probes[0].http.send.Authorization: is a secret by its name; write $NAME",
    ],
    [
      "http: { get: /, method: DELETE }",
      '11 probes[0].http.method: is the text "DELETE"; the choices are GET, HEAD, OPTIONS',
    ],
    ["prometheus: { query: up }", "11 probes[0].prometheus: would always hold; write is, min, max, above or below"],
    ["sql: { database: $DB, query: SELECT 1 }", "11 probes[0].sql: would always hold; write"],
    [
      "sql: { database: 'postgresql://me:pw@db/x', query: SELECT 1, is: 1 }",
      "11 probes[0].sql.database: has a password in it",
    ],
    ["dns: { name: a.test }", "11 probes[0].dns: is not whole; write is or has"],
    ["ports: { host: a.test, open: [] }", "11 probes[0].ports.open: is empty; write one at least"],
    [
      "ports: { host: a.test, open: [1], among: 9-1 }",
      "11 probes[0].ports.among: is no range; write one such as 1-1024",
    ],
    ["flag: { get: /flags, flags: {} }", "11 probes[0].flag.flags: is empty; write the flags and their states"],
    ["config-keys: { names: [] }", "11 probes[0].config-keys.names: is empty; write the names"],
    ["metric-delta: { query: up, page: /x }", "11 probes[0].metric-delta.page: is too much; write one of query, page"],
    ["tcp: { at: a:1 }, figure: checked", "11 probes[0].figure: is a figure that is counted here; write another name"],
    [
      "tcp: { at: a:1 }, figure: rows",
      "11 probes[0].figure: is for what measures; http, certificate, prometheus, sql, quota, log-lines do",
    ],
  ])("%s", (probe, problem) => {
    expect(ofProbe(probe.startsWith("{") ? probe : `{ ${probe} }`).join("\n")).toContain(problem);
  });

  test("all of it at once, each with its line", () => {
    expect(
      ofProbe("http: { get: cart }", "tcp: { at: db }", "dns: { type: MX, name: a.test }").map(
        (one) => one.split(":")[0],
      ),
    ).toEqual(["11 probes[0].http.get", "12 probes[1].tcp.at", "13 probes[2].dns.type"]);
  });

  test("R38: no probe at all, and two of one name: each must look at something, and be told apart", () => {
    expect(problems(`  ${check}: { probes: [] }\n`)[0]).toContain("probes: is empty; write one probe at least");
    expect(ofProbe("http: { get: / }", "http: { get: / }")).toEqual([
      '12 probes[1]: is a second "http /"; give it a name of its own',
    ]);
  });

  test("a query without a Prometheus, where the environment of the check has none either", () => {
    const [staging, production] = ["staging.security", "validation.security"].map((id) =>
      problems(
        `  ${id}:\n  - { ${id.startsWith("s") ? "part: running, " : ""}probes: [{ prometheus: { query: up, min: 1 } }] }\n`,
      ).join(),
    );
    expect(staging).toContain("prometheus.url: is missing, and staging has no Prometheus for its metrics either");
    expect(production).toContain("and production has no Prometheus");
    const delta = problems(`  ${check}: { probes: [{ metric-delta: { query: up } }] }\n`).join();
    expect(delta).toContain("metric-delta.prometheus: is missing");
    expect(problems(`  ${check}: { probes: [{ metric-delta: { page: /counts, at: all } }] }\n`)).toEqual([]);
  });

  test("another source beside them, another format, and a check that does not read figures", () => {
    const probes = "probes: [{ http: { get: / } }]";
    expect(problems(`  ${check}: { command: [x], ${probes} }\n`)[0]).toContain("probes: is a second source");
    expect(problems(`  ${check}: { format: junit, ${probes} }\n`)[0]).toContain("format: probes answer with figures");
    expect(problems(`  staging.regression: { ${probes} }\n`)[0]).toContain("does not read figures");
    expect(problems(`  ${check}: { command: [x] }\n`)).toEqual([
      'headgate.yaml:9 checks["validation.security"].format: is missing; add it: figures',
    ]);
  });

  test("R38: a check whose rules ask for more than the probes tell, until one of them measures it", () => {
    const query = "prometheus: { url: 'http://p.test:9090', query: age";
    const asked = (more: string) => problems(`  validation.users: { probes: [{ ${query}, min: 0 }${more} }] }\n`);
    expect(asked("")).toEqual([
      expect.stringContaining(
        "asks for the figure ticketRatio, which these probes do not tell; add figure: ticketRatio",
      ),
    ]);
    expect(asked(", figure: ticketRatio")).toEqual([]);
    expect(problems("  staging.security: [{ part: running, probes: [{ http: { get: / } }] }]\n")).toEqual([]);
    expect(problems("  staging.security: [{ part: image, probes: [{ http: { get: / } }] }]\n").join()).toContain(
      "asks for the figure critical",
    );
  });
});
