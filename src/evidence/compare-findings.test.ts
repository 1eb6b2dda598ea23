import fc from "fast-check";
import { expect, test } from "vitest";
import { fixture, read } from "../../test/support/fixture.ts";
import type { Finding } from "../domain/release/evidence.ts";
import { compareFindings } from "./compare-findings.ts";

const finding = (key: string, severity: Finding["severity"] = "medium", id = key): Finding => ({
  id,
  key,
  severity,
  title: "",
  where: "",
});

test("R45: the same three mediums are known, one high more is new, and comes first", () => {
  const old = ["a", "b", "c"].map((key) => finding(key));
  expect(compareFindings(old, old).figures).toEqual({
    newCritical: 0,
    newHigh: 0,
    newMedium: 0,
    newLow: 0,
    known: 3,
    gone: 0,
  });
  const { figures, lists, findings } = compareFindings([...old, finding("d", "high", "CVE-2026-1 d")], old);
  expect(figures).toMatchObject({ newHigh: 1, known: 3 });
  expect(lists.newHigh).toEqual(["CVE-2026-1 d"]);
  expect(findings[0]?.id).toBe("CVE-2026-1 d");
});

test("a finding that is there more often than before is new as often as that", () => {
  const { figures } = compareFindings([finding("a"), finding("a"), finding("a")], [finding("a"), finding("z")]);
  expect(figures).toMatchObject({ newMedium: 2, known: 1, gone: 1 });
});

test("without a reference everything is new", () => {
  expect(compareFindings([finding("a", "critical"), finding("b")], null).figures).toMatchObject({
    newCritical: 1,
    newMedium: 1,
    known: 0,
  });
});

test("versions, lines and the name of the image do not make a finding new", () => {
  const text = new TextDecoder().decode(fixture("trivy-image.json"));
  const later = text
    .replaceAll("1.2.5", "1.2.4")
    .replaceAll("3.0.11-1", "3.0.10-1")
    .replaceAll('"StartLine": 7', '"StartLine": 70')
    .replaceAll("shop:1.1.0", "shop:1.0.0");
  const { figures } = compareFindings(read("trivy", text).findings, read("trivy", later).findings);
  expect(figures).toMatchObject({ newCritical: 0, newHigh: 0, newMedium: 0, newLow: 0, known: 7, gone: 0 });
});

test("whatever the two are, every finding is new or known, and every old one known or gone", () => {
  const findings = fc.array(
    fc.record({
      key: fc.constantFrom("a", "b", "c", "d"),
      severity: fc.constantFrom("critical", "high", "medium", "low"),
    }),
  );
  fc.assert(
    fc.property(findings, findings, (now, then) => {
      const of = (list: typeof now) => list.map(({ key, severity }) => finding(key, severity as Finding["severity"]));
      const { figures } = compareFindings(of(now), of(then));
      const { newCritical = 0, newHigh = 0, newMedium = 0, newLow = 0, known = 0, gone = 0 } = figures;
      expect(newCritical + newHigh + newMedium + newLow + known).toBe(now.length);
      expect(known + gone).toBe(then.length);
    }),
    { seed: 17 },
  );
});
