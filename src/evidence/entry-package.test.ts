import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { entryPackage } from "../../test/support/entry-package.ts";
import { read } from "../../test/support/fixture.ts";
import { digest, instant } from "../domain/units.ts";

const build = digest(`sha256:${"c".repeat(64)}`);
const at = instant(Date.parse("2026-05-04T08:00:00Z"));
const { manifest, files } = entryPackage({ build, at });
const report = (file: string) => {
  const item = manifest.items.find((i) => i.file === file);
  return read(item?.format ?? "", files[file]);
};

test("R3: nine reports, every one about the build and dated", () => {
  expect(manifest.items.map(({ file }) => file).toSorted()).toEqual(Object.keys(files).toSorted());
  expect(manifest.items).toHaveLength(9);
  for (const { file } of manifest.items) expect(report(file), file).toMatchObject({ build, madeAt: at });
});

test("each of them is what a good build brings", () => {
  expect(report("functional.xml").figures).toMatchObject({ total: 3, passed: 3, failed: 0, blocked: 0 });
  expect(report("integration.xml").lists.suites).toContain("payments");
  expect(report("k6.json").figures).toEqual({
    p50Ms: 54.9,
    p95Ms: 128.4,
    p99Ms: 231.9,
    requestsPerSecond: 1199.6,
    requests: 360_000,
    errorRate: 0.00025,
  });
  for (const file of ["sast.sarif", "dast.sarif", "sca.sarif"])
    expect(report(file).figures, file).toEqual({ critical: 0, high: 0, medium: 1, low: 0, total: 1 });
  expect(report("compliance.json")).toMatchObject({ lists: { frameworks: ["SOC2", "PCI-DSS"] }, signer: "iris" });
  expect(report("uat.json")).toMatchObject({ texts: { decision: "GO" }, signer: "pia" });
});

test("R10: the decision names the digest of each of the other eight", () => {
  const others = Object.entries(files).filter(([file]) => file !== "go-no-go.json");
  const digests = others.map(([, bytes]) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`);

  expect(report("go-no-go.json").lists.evidence?.toSorted()).toEqual(digests.toSorted());
  expect(report("go-no-go.json")).toMatchObject({ texts: { decision: "GO" }, signer: "ed" });
});
