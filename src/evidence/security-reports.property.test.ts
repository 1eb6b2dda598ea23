import fc from "fast-check";
import { expect, test } from "vitest";
import { mutate, mutation } from "../../test/support/damage.ts";
import { bytesOf, fixture } from "../../test/support/fixture.ts";
import { digest } from "../domain/units.ts";
import { readReport } from "./read-report.ts";
import { withVex } from "./vex-report.ts";

/** Without the blanks, so that damage hits something. */
const compact = (name: string): Uint8Array => bytesOf(JSON.parse(new TextDecoder().decode(fixture(name))));

const originals = [
  { format: "trivy", bytes: compact("trivy-image.json") },
  { format: "grype", bytes: compact("grype-image.json") },
  { format: "npm-audit", bytes: compact("npm-audit.json") },
  { format: "zap", bytes: compact("zap-traditional.json") },
  { format: "axe", bytes: compact("axe-button.json") },
  { format: "cyclonedx", bytes: compact("cyclonedx-npm.json") },
  { format: "cyclonedx", bytes: compact("cyclonedx-scanned.json") },
  { format: "spdx", bytes: compact("spdx-npm.json") },
  { format: "openvex", bytes: compact("openvex.json") },
  { format: "cyclonedx-vex", bytes: compact("cyclonedx-scanned.json") },
  { format: "csaf", bytes: compact("csaf-vex.json") },
];

test("a damaged scan or document never crashes its reader, and its figures are counts", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...originals),
      fc.array(mutation, { minLength: 1, maxLength: 3 }),
      ({ format, bytes }, mutations) => {
        const reading = readReport(format, mutations.reduce(mutate, bytes));
        if (!reading.ok) return;
        for (const figure of Object.values(reading.report.figures))
          expect(Number.isSafeInteger(figure) && figure >= 0).toBe(true);
      },
    ),
    { numRuns: 1_500, seed: 17 },
  );
});

test("no scan that was cut off can be read", () => {
  for (const { format, bytes } of originals)
    for (let length = 0; length < bytes.length; length += 61)
      expect(readReport(format, bytes.slice(0, length)).ok, `${format} cut at ${length}`).toBe(false);
});

test("a damaged VEX document never takes out more than the real one", () => {
  const scan = readReport("trivy", compact("trivy-image.json"));
  if (!scan.ok) throw new Error(scan.problem);
  const vex = compact("openvex.json");
  fc.assert(
    fc.property(mutation, (one) => {
      const damaged = mutate(vex, one);
      if (!readReport("openvex", damaged).ok) return;
      const build = digest(`sha256:${"a".repeat(64)}`);
      const { figures } = withVex(scan.report, "openvex", new TextDecoder().decode(damaged), build);
      expect(figures.excusedByVex ?? 0).toBeLessThanOrEqual(2);
    }),
    { numRuns: 500, seed: 17 },
  );
});
