import { expect, test } from "vitest";
import { fixture, problemOf, read } from "../../test/support/fixture.ts";

const image = read("grype", fixture("grype-image.json"));
const report = (change: object) => ({
  matches: [],
  source: { type: "directory", target: "/app" },
  descriptor: { name: "grype", version: "0.85.0" },
  ...change,
});

test("matches by severity; a score stands in for a word, and what has neither is high", () => {
  expect(image.figures).toEqual({
    critical: 1,
    high: 2,
    medium: 1,
    low: 1,
    total: 5,
    unrated: 1,
    fixable: 1,
    ignored: 1,
  });
  expect(image).toMatchObject({
    build: `sha256:${"a".repeat(64)}`,
    madeAt: Date.parse("2026-05-04T06:31:00.5Z"),
    tool: "grype 0.85.0",
  });
});

test("an advisory with a CVE is called by it, as other scanners do, and keeps both names", () => {
  expect(image.findings[0]).toMatchObject({
    id: "CVE-2026-0104 pkg:npm/minimist@1.2.5",
    key: "CVE-2026-0104 pkg:npm/minimist",
    names: ["GHSA-aaaa-bbbb-cccc", "CVE-2026-0104"],
    title: "minimist has a weakness; fixed in 1.2.6",
  });
});

test("no match is clean, if it says what was scanned and its database was sound", () => {
  expect(read("grype", report({}))).toMatchObject({ figures: { total: 0 }, build: null });
  expect(problemOf("grype", report({ source: undefined }))).toContain("what was scanned");
  expect(problemOf("grype", report({ source: { type: "directory", target: "" } }))).toContain("source");
  expect(problemOf("grype", report({ matches: undefined }))).toContain("nothing was scanned");
  for (const db of [{ valid: false }, { error: "db is 90 days old" }])
    expect(problemOf("grype", report({ descriptor: { name: "grype", db } }))).toContain("proves nothing");
});

test("an image from an archive is known by the digest of its manifest", () => {
  const manifestDigest = `sha256:${"4".repeat(64)}`;
  const source = { type: "image", target: { manifestDigest, repoDigests: null } };
  expect(read("grype", report({ source })).build).toBe(manifestDigest);
});
