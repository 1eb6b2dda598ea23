import { expect, test } from "vitest";
import { fixture, problemOf, read } from "../../test/support/fixture.ts";

const image = read("trivy", fixture("trivy-image.json"));
const report = (change: object) => ({
  SchemaVersion: 2,
  ArtifactName: "shop",
  ArtifactType: "container_image",
  Results: [{ Target: "Node.js", Class: "lang-pkgs", Type: "node-pkg" }],
  ...change,
});

test("vulnerabilities, failed misconfigurations and secrets of every target; what nobody rated counts as high", () => {
  expect(image.figures).toEqual({
    critical: 2,
    high: 3,
    medium: 1,
    low: 1,
    total: 7,
    unrated: 1,
    vulnerabilities: 5,
    misconfigurations: 1,
    secrets: 1,
    suppressed: 1,
    targets: 5,
  });
  expect(image.findings.find(({ id }) => id.startsWith("CVE-2026-0103"))?.severity).toBe("high");
  expect(image.findings.find(({ id }) => id.startsWith("CVE-2026-0105"))?.severity).toBe("medium");
});

test("it is about the image of its digest, and from when it was made", () => {
  const { build, madeAt, tool } = image;
  expect({ build, madeAt, tool }).toEqual({
    build: `sha256:${"a".repeat(64)}`,
    madeAt: Date.parse("2026-05-04T06:30:12.123Z"),
    tool: "Trivy 0.57.1",
  });
});

test("a finding is recognised without its version, its line and the name of the image", () => {
  expect(image.findings.map(({ key }) => key)).toEqual([
    "CVE-2026-0101 pkg:deb/debian/libssl3",
    "CVE-2026-0102 pkg:deb/debian/tar",
    "CVE-2026-0103 pkg:deb/debian/zlib1g",
    "CVE-2026-0104 pkg:npm/minimist",
    "CVE-2026-0105 pkg:npm/ms",
    "DS002 app/Dockerfile",
    "aws-access-key-id app/config.json",
  ]);
});

test("a target without a finding is clean; no target at all is not", () => {
  expect(read("trivy", report({})).figures).toMatchObject({ total: 0, targets: 1 });
  for (const Results of [undefined, null, []])
    expect(problemOf("trivy", report({ Results }))).toContain("nothing was scanned");
});

test.each([
  [{ SchemaVersion: 1 }, "only version 2"],
  [{ ArtifactName: "" }, "ArtifactName"],
  [{ Metadata: { RepoDigests: ["a", "b"].map((sign) => `shop@sha256:${sign.repeat(64)}`) } }, "several digests"],
  [{ Results: [{ Target: "x", Vulnerabilities: [{ VulnerabilityID: "CVE-1", PkgName: "p" }] }] }, "Severity"],
])("refuses %j", (change, problem) => {
  expect(problemOf("trivy", report(change))).toContain(problem);
});
