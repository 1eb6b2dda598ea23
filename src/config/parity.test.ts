import { expect, test } from "vitest";
import { leastHeadgate } from "../../test/support/headgate-yaml.ts";
import { smallProcess } from "../../test/support/small-process.ts";
import { loadConfig } from "./load.ts";
import { showProblem } from "./read-document.ts";

const read = (more: string) => loadConfig("headgate.yaml", leastHeadgate + more, smallProcess());
const problems = (more: string): readonly string[] => {
  const reading = read(more);
  return reading.ok ? [] : reading.problems.map(showProblem);
};

test("parity and backups are read with their defaults", () => {
  const reading = read(`parity: { staging: { get: /d } }
backups: { stores: [{ kind: postgres, name: orders, dump: "b/*.dump" }, { kind: files, name: up, archive: "up.tar" }] }
`);
  expect(reading).toMatchObject({
    ok: true,
    value: {
      parity: {
        staging: { get: "/d", command: null, within: 60_000 },
        dataRatio: { min: 0.01 },
        stagingData: null,
        synthetic: { domains: [], testCards: false },
      },
      backups: {
        drillEvery: 30 * 86_400_000,
        stores: [
          { kind: "postgres", scratch: null, production: null, tolerance: 0.05, within: 3_600_000 },
          { kind: "files" },
        ],
      },
    },
  });
});

test("the url of a database is a variable, and what stands there instead is not repeated", () => {
  const said = problems(`parity: { staging: { database: { url: "postgres://a:s3cret@b/c" } } }
backups: { stores: [{ kind: postgres, name: a, dump: b, scratch: "postgres://a:s3cret@b/c" }] }
`);
  expect(said).toHaveLength(2);
  expect(said.join()).toContain("write $NAME");
  expect(said.join()).not.toContain("s3cret");
});

test.each([
  ["parity: { staging: { database: { url: $A } }, production: { database: { url: $A } } }", "of production as well"],
  ["parity: { staging-data: { databases: [{ url: $A }] }, production: { database: { url: $A } } }", "as well"],
  ['parity: { staging: { database: { url: $A, schema: "DROP TABLE a" } } }', "begins with SELECT"],
  ["parity: { allowed: [{ what: instances.count }] }", "reason: is missing"],
  ["backups: { stores: [{ kind: postgres, name: a, dump: b, scratch: $A, production: $A }] }", "is production itself"],
  [
    "backups: { stores: [{ kind: files, name: a, archive: b }, { kind: files, name: a, archive: c }] }",
    "earlier store",
  ],
  ["backups: { stores: [] }", "is empty"],
])("%s is refused: %s", (yaml, problem) => {
  expect(problems(`${yaml}\n`).join("\n")).toContain(problem);
});
