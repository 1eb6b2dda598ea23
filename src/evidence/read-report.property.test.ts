import fc from "fast-check";
import { expect, test } from "vitest";
import { mutate, mutation } from "../../test/support/damage.ts";
import { entryPackage } from "../../test/support/entry-package.ts";
import { fixture } from "../../test/support/fixture.ts";
import { digest, instant } from "../domain/units.ts";
import { formats, readReport } from "./read-report.ts";

const { manifest, files } = entryPackage({ build: digest(`sha256:${"c".repeat(64)}`), at: instant(1_777_881_600_000) });
const originals = [
  ...manifest.items.map(({ format, file }) => ({ format, bytes: files[file]! })),
  { format: "junit", bytes: fixture("junit-pytest.xml") },
  { format: "junit", bytes: fixture("junit-surefire.xml") },
  { format: "junit", bytes: fixture("junit-nested.xml") },
  { format: "k6", bytes: fixture("k6-summary-export.json") },
  { format: "sarif", bytes: fixture("sarif-trivy.json") },
];

const figuresOf = (format: string, bytes: Uint8Array): Readonly<Record<string, number>> => {
  const reading = readReport(format, bytes);
  return reading.ok ? reading.report.figures : {};
};

test("a damaged report never crashes the reader and never shows more passed tests than the real one", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...originals),
      fc.array(mutation, { minLength: 1, maxLength: 3 }),
      ({ format, bytes }, mutations) => {
        const damaged = figuresOf(format, mutations.reduce(mutate, bytes));
        expect(damaged.passed ?? 0).toBeLessThanOrEqual(figuresOf(format, bytes).passed ?? 0);
        for (const figure of Object.values(damaged)) expect(figure >= 0 && Number.isFinite(figure)).toBe(true);
      },
    ),
    { numRuns: 4_000, seed: 17 },
  );
});

test("no single flipped bit of a JUnit report turns a failed or skipped test into a passed one", () => {
  const bytes = fixture("junit-pytest.xml");
  const real = figuresOf("junit", bytes);
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const damaged = figuresOf("junit", flip(bytes, bit));
    if (damaged.total !== undefined) expect(damaged, `bit ${bit}`).toMatchObject({ passed: real.passed, failed: 2 });
  }
});

const flip = (bytes: Uint8Array, bit: number): Uint8Array =>
  bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));

test("no report that was cut off can be read", () => {
  for (const { format, bytes } of originals) {
    const end = new TextDecoder().decode(bytes).trimEnd().length;
    for (let length = 0; length < end; length += 13)
      expect(readReport(format, bytes.slice(0, length)).ok, `${format} cut at ${length}`).toBe(false);
  }
});

test("whatever the bytes are, the answer is a value", () => {
  const json = fc.jsonValue().map((value) => new TextEncoder().encode(JSON.stringify(value)));
  fc.assert(
    fc.property(fc.constantFrom(...formats), fc.oneof(fc.uint8Array(), json), (format, bytes) => {
      expect(typeof readReport(format, bytes).ok).toBe("boolean");
    }),
    { numRuns: 2_000, seed: 17 },
  );
});
