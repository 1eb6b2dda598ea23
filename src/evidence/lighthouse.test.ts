import { expect, test } from "vitest";
import { fixture, problemOf, read } from "../../test/support/fixture.ts";

const page = JSON.parse(new TextDecoder().decode(fixture("lighthouse.json")));
const edited = (edit: (copy: typeof page) => void) => {
  const copy = structuredClone(page);
  edit(copy);
  return copy;
};

test("a real report: scores, core figures, what to mend, the page and its time", () => {
  const report = read("lighthouse", fixture("lighthouse.json"));
  expect(report.figures).toEqual({
    performance: 1,
    accessibility: 0.73,
    bestPractices: 0.96,
    seo: 0.75,
    firstContentfulPaintMs: 637.1891,
    largestContentfulPaintMs: 637.1891,
    totalBlockingTimeMs: 35,
    speedIndexMs: 637.1891,
    cumulativeLayoutShift: 0,
  });
  expect(report).toMatchObject({ tool: "Lighthouse 12.2.3", madeAt: Date.parse("2026-11-29T01:02:57.822Z") });
  expect(report.texts.url).toMatch(/^http:\/\/127\.0\.0\.1:/);
  expect(report.findings.map(({ id, severity }) => `${id} ${severity}`)).toContain("image-alt medium");
});

test("a real report of a page that did not answer is unreadable, not slow", () => {
  expect(problemOf("lighthouse", fixture("lighthouse-runtime-error.json"))).toMatch(/CHROME_INTERSTITIAL_ERROR/);
});

test("a score that could not be had is absent, and not 0", () => {
  const report = read(
    "lighthouse",
    edited((copy) => {
      copy.categories.performance.score = null;
    }),
  );
  expect(report.figures).not.toHaveProperty("performance");
});

test.each([
  [
    "a score above 1",
    edited((copy) => {
      copy.categories.seo.score = 75;
    }),
    /0 … 1/,
  ],
  [
    "an audit that was cut out",
    edited((copy) => {
      delete copy.audits["image-alt"];
    }),
    /audit image-alt of .* is missing/,
  ],
  [
    "no date",
    edited((copy) => {
      delete copy.fetchTime;
    }),
    /fetchTime/,
  ],
  ["no measurement at all", { ...page, categories: {}, audits: {} }, /no score and no measurement/],
])("refuses %s", (_, report, problem) => {
  expect(problemOf("lighthouse", report)).toMatch(problem);
});
