import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { fixture } from "../../test/support/fixture.ts";
import { type Damage, damage, damaged } from "../../test/support/mutants.ts";
import type { Report } from "../domain/release/evidence.ts";
import { formats, type Reading, readReport } from "./read-report.ts";

// Seconds when it is quiet, more when other work shares the machine.
vi.setConfig({ testTimeout: 60_000 });

type Read = (bytes: Uint8Array) => Reading;

/** Files in which every failure is told twice, so that no damage may make one vanish. */
const tests = [
  ["junit", "junit-pytest.xml"],
  ["junit", "junit-pytest-7.xml"],
  ["junit", "junit-vitest.xml"],
  ["junit", "junit-node.xml"],
  ["junit", "junit-node-nested.xml"],
  ["junit", "junit-surefire.xml"],
  ["trx", "trx-vstest.trx"],
  ["tap", "tap-node.tap"],
  ["tap", "tap-node-nested.tap"],
] as const;

/** Files whose counts stand twice, or that have an end. */
const others = [
  ["jmeter", "jmeter.xml"],
  ["gatling", "gatling-stats.json"],
  ["k6", "k6-machine-readable.json"],
  ["k6", "k6-summary-export.json"],
  ["lighthouse", "lighthouse.json"],
  ["openapi-diff", "openapi-diff.json"],
  ["cobertura", "cobertura-coverage-py.xml"],
  ["cobertura", "cobertura-c8.xml"],
  ["sarif", "sarif-trivy.json"],
  ["axe", "axe-button.json"],
] as const;

/** Files that say nothing of their end: a part of one is a whole one. */
const endless = [
  ["jmeter", "jmeter.csv"],
  ["lcov", "lcov-c8.info"],
  ["lcov", "lcov-coverage-py.info"],
] as const;

const reportOf = (reading: Reading): Report => {
  if (!reading.ok) throw new Error(reading.problem);
  return reading.report;
};

const isSound = ({ figures }: Report): boolean =>
  Object.values(figures).every((figure) => Number.isFinite(figure) && figure >= 0);

/** As good as a pass for the rules of tests. */
const wouldPass = ({ figures: { total = 0, passed = 0, failed = 1, blocked = 1 } }: Report): boolean =>
  total > 0 && passed > 0 && failed === 0 && blocked === 0;

/** Reads `runs` mutants of a file; → those that threw, or that are better than the file is. */
const escaped = (read: Read, bytes: Uint8Array, runs: number, isBetter: (mutant: Report) => boolean) => {
  const found: { readonly damages: readonly Damage[]; readonly why: string }[] = [];
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
      let reading: Reading;
      try {
        reading = read(damages.reduce(damaged, bytes));
      } catch (error) {
        found.push({ damages, why: String(error) });
        return;
      }
      if (reading.ok && (!isSound(reading.report) || isBetter(reading.report)))
        found.push({ damages, why: JSON.stringify(reading.report.figures) });
    }),
    { numRuns: runs, seed: 17 },
  );
  return found;
};

describe.each(tests)("mutants of %s, %s", (format, name) => {
  const bytes = fixture(name);
  const { figures } = reportOf(readReport(format, bytes));
  const isBetter = (mutant: Report): boolean =>
    (mutant.figures.failed ?? 0) < (figures.failed ?? 0) || (mutant.figures.passed ?? 0) > (figures.passed ?? 0);

  test("are unreadable, or show no fewer failures and no more passes", () => {
    expect(escaped((mutant) => readReport(format, mutant), bytes, 400, isBetter)).toEqual([]);
  });

  test("that were cut off are unreadable", () => {
    const end = new TextDecoder().decode(bytes).trimEnd().length;
    const isSummary = format === "tap";
    for (let length = 0; length < end; length += 7) {
      const reading = readReport(format, bytes.slice(0, length));
      // The summary of TAP stands after its end; without it the report is whole, and has all its failures.
      if (reading.ok) expect(isSummary && !isBetter(reading.report), `cut at ${length}`).toBe(true);
    }
  });
});

describe.each(others)("mutants of %s, %s", (format, name) => {
  const bytes = fixture(name);
  const { figures } = reportOf(readReport(format, bytes));
  const isBetter = (mutant: Report): boolean =>
    wouldPass(mutant) || (mutant.figures.requests ?? 0) > 10 * Math.max(1, figures.requests ?? 0);

  test("are unreadable, or have figures that can be", () => {
    const runs = bytes.length > 20_000 ? 60 : 300;
    expect(
      escaped((mutant) => readReport(format, mutant), bytes, runs, format === "jmeter" ? isBetter : () => false),
    ).toEqual([]);
  });

  test("that were cut off are unreadable", () => {
    const end = new TextDecoder().decode(bytes).trimEnd().length;
    for (let length = 0; length < end; length += Math.max(7, Math.floor(end / 200)))
      expect(readReport(format, bytes.slice(0, length)).ok, `cut at ${length}`).toBe(false);
  });
});

describe.each(endless)("mutants of %s, %s", (format, name) => {
  test("are unreadable, or have figures that can be", () => {
    expect(
      escaped(
        (mutant) => readReport(format, mutant),
        fixture(name),
        300,
        () => false,
      ),
    ).toEqual([]);
  });
});

test("spliced files, one format into another, are never a pass of tests", () => {
  const all = [...tests, ...others, ...endless].map(([, name]) => fixture(name));
  fc.assert(
    fc.property(
      fc.constantFrom(...formats),
      fc.constantFrom(...all),
      fc.constantFrom(...all),
      fc.nat(),
      fc.nat(),
      (format, a, b, i, j) => {
        const spliced = Uint8Array.from([...a.slice(0, i % a.length), ...b.slice(j % b.length)]);
        const reading = readReport(format, spliced);
        // A report that was spliced with a later part of itself may lose its text, but not what it counts.
        if (reading.ok && a !== b) expect(wouldPass(reading.report)).toBe(false);
      },
    ),
    { numRuns: 300, seed: 17 },
  );
});

describe("the mutants find a parser that is weak", () => {
  const weak =
    (pattern: RegExp) =>
    (bytes: Uint8Array): Reading => {
      const text = new TextDecoder().decode(bytes);
      const count = (form: RegExp) => text.match(form)?.length ?? 0;
      const [total, failed] = [count(/<testcase/g), count(pattern)];
      const strict = readReport(
        "figures",
        new TextEncoder().encode(JSON.stringify({ figures: { total, passed: total - failed, failed } })),
      );
      return strict;
    };

  test("one that counts by a pattern, and not what the suites declare", () => {
    const better = ({ figures: { failed = 0 } }: Report) => failed < 2;
    expect(escaped(weak(/<failure|<error/g), fixture("junit-pytest.xml"), 400, better)).not.toEqual([]);
  });

  test("one that throws", () => {
    const throwing: Read = (bytes) => reportOf(readReport("junit", bytes)) as never;
    expect(escaped(throwing, fixture("junit-pytest.xml"), 50, () => false)).not.toEqual([]);
  });
});
