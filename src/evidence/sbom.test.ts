import { describe, expect, test } from "vitest";
import { fixture, problemOf, read } from "../../test/support/fixture.ts";

const build = `sha256:${"a".repeat(64)}`;

describe("a bill of materials lists components and proves nothing of their weaknesses", () => {
  test("CycloneDX, as npm writes it", () => {
    const report = read("cyclonedx", fixture("cyclonedx-npm.json"));
    expect(report.figures).toEqual({ components: 2 });
    expect(report).toMatchObject({ build: null, tool: "cli 11.19.1" });
    expect(report.madeAt).not.toBeNull();
  });
  test("SPDX, as npm writes it", () => {
    const report = read("spdx", fixture("spdx-npm.json"));
    expect(report.figures).toEqual({ components: 2 });
    expect(report.lists.components).toEqual(["pkg:npm/minimist@1.2.5", "pkg:npm/ms@2.1.3"]);
    expect(report).toMatchObject({ build: null, tool: "npm/cli-11.19.1" });
  });
  test("without a component it says nothing", () => {
    expect(problemOf("cyclonedx", { bomFormat: "CycloneDX", specVersion: "1.5" })).toContain("nothing was looked at");
    expect(problemOf("cyclonedx", { bomFormat: "CycloneDX", specVersion: "1.7" })).toContain("1.4 to 1.6");
    const creationInfo = { created: "2026-05-04T08:00:00Z" };
    expect(problemOf("spdx", { spdxVersion: "SPDX-2.3", creationInfo, packages: [] })).toBe("it lists no package");
  });
});

describe("a CycloneDX document with vulnerabilities", () => {
  const text = new TextDecoder().decode(fixture("cyclonedx-scanned.json"));

  test("the worst rating counts, a score stands in for a word, what nobody rated is high, an analysis with a reason takes out", () => {
    const report = read("cyclonedx", text);
    expect(report.figures).toEqual({
      components: 4,
      critical: 1,
      high: 3,
      medium: 2,
      low: 0,
      total: 6,
      unrated: 1,
      excused: 1,
    });
    expect(report.lists.excused).toEqual(["CVE-2026-0112 pkg:npm/qs@6.0.0: code_not_reachable"]);
    expect(report).toMatchObject({ build, tool: "trivy 0.57.1" });
  });

  test("without an author nobody answers for the analyses", () => {
    const bom = JSON.parse(text);
    expect(read("cyclonedx", { ...bom, metadata: { ...bom.metadata, authors: [] } }).figures).toMatchObject({
      high: 4,
      excused: 0,
    });
  });

  test("a hash of what it is about names the build, and two that differ make it unreadable", () => {
    const bom = JSON.parse(text);
    const hashed = (content: string) => ({
      ...bom,
      metadata: { ...bom.metadata, component: { ...bom.metadata.component, hashes: [{ alg: "SHA-256", content }] } },
    });
    expect(read("cyclonedx", hashed("a".repeat(64))).build).toBe(build);
    expect(problemOf("cyclonedx", hashed("b".repeat(64)))).toContain("several digests");
  });
});
