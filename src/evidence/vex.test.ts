import { describe, expect, test } from "vitest";
import { fixture, problemOf, read } from "../../test/support/fixture.ts";
import { digest } from "../domain/units.ts";
import { withVex } from "./vex-report.ts";

const build = digest(`sha256:${"a".repeat(64)}`);
const other = digest(`sha256:${"b".repeat(64)}`);
const scan = read("trivy", fixture("trivy-image.json"));
const textOf = (name: string): string => new TextDecoder().decode(fixture(name));
const openVexWith = (...statements: readonly object[]): string =>
  JSON.stringify({ ...JSON.parse(textOf("openvex.json")), statements });
const left = (text: string, format = "openvex", of = build) => withVex(scan, format, text, of);
const names = ({ findings }: typeof scan) => findings.flatMap(({ names = [] }) => names[0] ?? []);

const about = { vulnerability: { name: "CVE-2026-0104" }, products: [{ "@id": "pkg:npm/minimist@1.2.5" }] };
const excusing = { ...about, status: "not_affected", justification: "component_not_present" };

test("not_affected with a reason, and fixed, take a finding out of the count and are told; what is looked into is not", () => {
  const report = left(textOf("openvex.json"));
  expect(report.figures).toMatchObject({ critical: 2, high: 2, medium: 0, total: 5, excusedByVex: 2 });
  expect(report.lists.excusedByVex).toEqual([
    "CVE-2026-0104 pkg:npm/minimist@1.2.5: vulnerable_code_not_in_execute_path (Fay Finn <fay@example.org>)",
    "CVE-2026-0105 pkg:npm/ms@2.1.3: fixed (Fay Finn <fay@example.org>)",
  ]);
  expect(names(report)).toContain("CVE-2026-0101");
});

test("CSAF: a component of this build alone", () => {
  expect(names(left(textOf("csaf-vex.json"), "csaf"))).not.toContain("CVE-2026-0104");
  expect(left(textOf("csaf-vex.json"), "csaf").figures.excusedByVex).toBe(1);
  expect(left(textOf("csaf-vex.json"), "csaf", other)).toBe(scan);
});

test("CycloneDX: what its analyses state of a component", () => {
  const bom = JSON.parse(textOf("cyclonedx-scanned.json"));
  const analysis = { state: "not_affected", justification: "code_not_present" };
  const vulnerabilities = [{ id: "CVE-2026-0104", affects: [{ ref: "pkg:npm/minimist@1.2.5" }], analysis }];
  expect(left(JSON.stringify({ ...bom, vulnerabilities }), "cyclonedx-vex").figures.excusedByVex).toBe(1);
});

describe("what a statement does not reach", () => {
  test.each([
    ["another vulnerability", { ...excusing, vulnerability: { name: "CVE-2026-9999" } }],
    ["another version", { ...excusing, products: [{ "@id": "pkg:npm/minimist@1.2.6" }] }],
    ["a package without a version", { ...excusing, products: [{ "@id": "pkg:npm/minimist" }] }],
    ["a component of another build", { ...excusing, products: [{ "@id": `pkg:oci/shop@${other}` }] }],
    [
      "another component of this build",
      { ...excusing, products: [{ "@id": `pkg:oci/shop@${build}`, subcomponents: [{ "@id": "pkg:npm/ms@2.1.3" }] }] },
    ],
    ["no product", { ...excusing, products: [] }],
    ["not_affected without a reason", { ...about, status: "not_affected" }],
    ["affected", { ...about, status: "affected" }],
    ["under_investigation", { ...about, status: "under_investigation" }],
  ])("%s", (_, statement) => {
    expect(left(openVexWith(statement))).toBe(scan);
  });

  test("a younger statement overrules an older one, and of two equally young the worse holds", () => {
    const at = (statement: object, day: number) => ({ ...statement, timestamp: `2026-05-0${day}T00:00:00Z` });
    const affected = { ...about, status: "affected" };
    expect(left(openVexWith(at(excusing, 1), at(affected, 2)))).toBe(scan);
    expect(left(openVexWith(at(affected, 1), at(excusing, 2))).figures.excusedByVex).toBe(1);
    expect(left(openVexWith(excusing, affected))).toBe(scan);
  });
});

test("an alias, a digest among the hashes and the build as a whole are as good as names", () => {
  const whole = { hashes: { "sha-256": "a".repeat(64) } };
  const statement = { ...excusing, vulnerability: { name: "GHSA-x", aliases: ["CVE-2026-0104"] }, products: [whole] };
  expect(left(openVexWith(statement)).figures.excusedByVex).toBe(1);
});

test("as a report it says who states how much", () => {
  expect(read("openvex", fixture("openvex.json"))).toMatchObject({
    figures: { statements: 3, excusing: 2 },
    texts: { author: "Fay Finn <fay@example.org>" },
    madeAt: Date.parse("2026-05-04T07:00:00Z"),
  });
});

describe("nobody's word does not count", () => {
  const open = JSON.parse(textOf("openvex.json"));
  const csaf = JSON.parse(textOf("csaf-vex.json"));
  const bom = JSON.parse(textOf("cyclonedx-scanned.json"));
  test.each([
    ["openvex", { ...open, author: " " }, "author"],
    ["openvex", { ...open, timestamp: undefined }, "timestamp"],
    ["openvex", { ...open, statements: [] }, "it states nothing"],
    ["csaf", { ...csaf, document: { ...csaf.document, publisher: {} } }, "publisher"],
    ["csaf", { ...csaf, product_tree: {} }, "its product tree lacks"],
    [
      "csaf",
      { ...csaf, document: { ...csaf.document, tracking: { ...csaf.document.tracking, status: "draft" } } },
      "a draft states nothing yet",
    ],
    ["cyclonedx-vex", { ...bom, metadata: { ...bom.metadata, authors: [] } }, "names no author"],
    ["cyclonedx-vex", { ...bom, vulnerabilities: [] }, "it states nothing"],
  ])("%s %#", (format, document, problem) => {
    expect(problemOf(format, document)).toContain(problem);
  });
});
