import { describe, expect, test } from "vitest";
import { fixture, problemOf, read } from "../../test/support/fixture.ts";

const text = (name: string) => new TextDecoder().decode(fixture(name));
const shop = {
  files: 2,
  lines: 11,
  linesCovered: 9,
  lineCoverage: 9 / 11,
  branches: 8,
  branchesCovered: 7,
  branchCoverage: 7 / 8,
};

describe("lcov", () => {
  test.each([
    [
      "c8",
      "lcov-c8.info",
      { files: 1, lines: 2, linesCovered: 2, branches: 5, branchesCovered: 4, branchCoverage: 0.8 },
    ],
    ["coverage.py", "lcov-coverage-py.info", shop],
    ["geninfo", "lcov-geninfo.info", { files: 1, lines: 5, linesCovered: 4, branches: 2, branchesCovered: 1 }],
  ])("a real tracefile of %s", (_, name, figures) => {
    expect(read("lcov", fixture(name)).figures).toMatchObject(figures);
  });

  test("without branches there is no branch coverage, rather than a full one", () => {
    expect(read("lcov", "SF:a\nDA:1,0\nend_of_record\n").figures).toEqual({
      files: 1,
      lines: 1,
      linesCovered: 0,
      lineCoverage: 0,
    });
  });

  test.each([
    ["a file that was cut", text("lcov-c8.info").replace("end_of_record\n", ""), /has no end_of_record/],
    ["a line that was cut out", text("lcov-c8.info").replace("DA:1,1\n", ""), /says 2 lines in cov.mjs, but shows 1/],
    [
      "a line that is said to have run",
      text("lcov-c8.info").replace("BRDA:1,4,0,0", "BRDA:1,4,0,1"),
      /covered branches/,
    ],
    ["a file that comes twice", text("lcov-c8.info").repeat(2), /cov.mjs comes twice; merge/],
    ["a line outside of a file", "DA:1,1\n", /outside of a file/],
    ["a count that is none", "SF:a\nDA:1,NaN\nend_of_record\n", /no line of LCOV/],
    ["an unknown line", "SF:a\nDX:1,1\nend_of_record\n", /"DX:1,1" is no line of LCOV/],
    ["no line of code", "SF:a\nend_of_record\n", /no line of code/],
  ])("refuses %s", (_, report, problem) => {
    expect(problemOf("lcov", report)).toMatch(problem);
  });
});

describe("cobertura", () => {
  test("a real report of coverage.py", () => {
    const report = read("cobertura", fixture("cobertura-coverage-py.xml"));
    expect(report.figures).toEqual(shop);
    expect(report).toMatchObject({ tool: "Cobertura 6.5.0", madeAt: 1_795_914_125_987 });
  });

  test("a real report of c8, whose DOCTYPE names a DTD that is not loaded", () => {
    const report = read("cobertura", fixture("cobertura-c8.xml"));
    expect(report.figures).toMatchObject({ files: 1, lines: 2, linesCovered: 2, branches: 5, branchesCovered: 4 });
  });

  test("seconds are told from ms", () => {
    const inSeconds = text("cobertura-c8.xml").replace('timestamp="1795914127215"', 'timestamp="1795914127"');
    expect(read("cobertura", inSeconds).madeAt).toBe(1_795_914_127_000);
  });

  test.each([
    ["entities in its DOCTYPE", text("cobertura-c8.xml").replace('.dtd">', '.dtd" [<!ENTITY x "y">]>'), /DOCTYPE/],
    ["a line that was cut out", text("cobertura-c8.xml").replace(/<line number="2" hits="1".*\/>/, ""), /says 2 lines/],
    ["sums that are missing", text("cobertura-c8.xml").replace(/lines-valid="2"/, ""), /does not say how many lines/],
    ["branches beyond all", text("cobertura-c8.xml").replace("(4/5)", "(6/5)"), /covers more than there is/],
    [
      "a count that is none",
      text("cobertura-c8.xml").replace('<line number="2" hits="1"', '<line number="2" hits="-1"'),
      /hits="-1"/,
    ],
    ["another root", "<testsuites/>", /its root is <testsuites>/],
    ["no line of code", '<coverage lines-valid="0" lines-covered="0"/>', /no line of code/],
  ])("refuses %s", (_, report, problem) => {
    expect(problemOf("cobertura", report)).toMatch(problem);
  });
});
