import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { defaultProcess as process } from "../../test/support/default-process.ts";
import { documentInput } from "../../test/support/document-input.ts";
import { evidence, minutes, openRelease } from "../../test/support/release.ts";
import { wholeRelease } from "../../test/support/whole-release.ts";
import { instant } from "../domain/units.ts";
import { render, templates } from "./render.ts";

const text = readFileSync(new URL("../process/default.yaml", import.meta.url), "utf8");
const { stages } = parse(text) as { stages: { requirements: { template?: string }[] }[] };
const asked = stages.flatMap(({ requirements }) => requirements.flatMap(({ template }) => template ?? []));

const fresh = documentInput([openRelease()]);
const whole = documentInput(wholeRelease());

test("the default process asks for twenty-five documents", () => {
  expect(asked).toHaveLength(25);
});

test("every template that the default process asks for exists, and there is none that it does not", () => {
  expect(templates.toSorted()).toEqual(asked.toSorted());
});

test("an unknown template is null, also one that every object has", () => {
  expect([render("poem", whole), render("toString", whole), render("", whole)]).toEqual([null, null, null]);
});

describe.each(asked)("%s", (template) => {
  test("says which release, build and process it is about, and when it was made", () => {
    const page = render(template, whole) ?? "";
    for (const fact of [
      "- Release: shop-1.1.0",
      "- Service: shop",
      "- Version: 1.1.1",
      `- Digest: \`${whole.release.build.digest}\``,
      `- Process: ${process.name}, version ${process.version}`,
      "- Generated: 2026-11-12 09:00:00 UTC",
    ])
      expect(page).toContain(`${fact}\n`);
    expect(page).toMatch(/^# \S/);
  });

  test("renders from the first moment of a release, without a gap for what is not there yet", () => {
    const page = render(template, fresh) ?? "";
    expect(page.length).toBeGreaterThan(200);
    expect(page).not.toMatch(/undefined|null|NaN|\[object|Invalid/);
    expect(render(template, whole)).not.toMatch(/undefined|null|NaN|\[object|Invalid/);
  });

  test("R50: the same facts give the same bytes", () => {
    expect(render(template, documentInput(wholeRelease()))).toBe(render(template, whole));
  });

  test("facts that did not change read the same later, but for the time of writing", () => {
    const without = (page: string | null) => page?.replace(/Generated: .*|, as of .*/g, "");
    const later = documentInput([openRelease()], { now: minutes(1) });
    expect(without(render(template, later))).toBe(without(render(template, fresh)));
  });

  test("a practice run says so on every page, a real one on none", () => {
    const practice = documentInput([openRelease()], { process: { ...process, practice: true } });
    expect(render(template, practice)).toContain("\n**PRACTICE: waiting periods are shortened**\n");
    expect(render(template, fresh)).not.toContain("PRACTICE");
  });

  test("no table is torn, and no paragraph is a wall of text", () => {
    const lines = (render(template, whole) ?? "").split("\n");
    const widths = lines.map((line) => (line.startsWith("|") ? line.split(/(?<!\\)\|/).length : 0));
    for (const [i, width] of widths.entries()) if (width > 0 && widths[i - 1]) expect(width).toBe(widths[i - 1]);
    for (const line of lines) if (!line.startsWith("|")) expect(line.length, line).toBeLessThan(400);
  });

  test("a process without this document still renders it", () => {
    const bare = { ...process, requirements: [], stages: [], metrics: [], severities: [] };
    expect(render(template, documentInput([openRelease()], { process: bare }))).toMatch(/^# \S/);
  });
});

describe("R50: five documents of what was proved before production", () => {
  const five = ["checklist-report", "staging-report", "monitoring-report", "backup-report", "drill-report"];

  test.each(five)("%s is written twice with the same bytes, but for its time", (template) => {
    const again = documentInput(wholeRelease(), { now: instant(whole.now + 5_000) });
    const without = (page: string | null) => page?.replace(/Generated: .*/g, "");
    expect(render(template, again)).not.toBe(render(template, whole));
    expect(without(render(template, again))).toBe(without(render(template, whole)));
  });

  test("each names what it rests on: the figures as they were reported, the parser, and the digest of the bytes", () => {
    const report = {
      figures: { backupAgeHours: 3, restoreAgeDays: 200, rowsRestored: 51_200, rowsDamaged: 0 },
      texts: { store: "nightly | full" },
      findings: [{ id: "age", severity: "high", title: "the drill is old", where: "backup-7" }],
      tool: "pg_restore 17",
    } as const;
    const seen = evidence("checklist.backups", report);
    const input = documentInput([openRelease(), seen]);

    for (const template of ["backup-report", "checklist-report"]) {
      const page = render(template, input) ?? "";
      expect(page).toContain("| rowsRestored | 51200 |");
      expect(page).toContain("| store | nightly \\| full |");
      expect(page).toContain("| high | age | backup-7 | the drill is old |");
      expect(page).toContain("| Tool | pg_restore 17 |");
      expect(page).toContain(`| Digest of its bytes | \`${seen.type === "EvidenceRecorded" && seen.evidence.raw}\` |`);
      expect(page).toContain("Why it matters: A backup that was never restored is a hope, not a backup.");
    }
  });

  test("the checklist has ten items, in their order, whatever is met", () => {
    const page = render("checklist-report", whole) ?? "";
    expect([...page.matchAll(/^## Item (\d+): /gm)].map(([, number]) => Number(number))).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
  });
});

test("R205: no page ever calls anything certified or compliant", () => {
  for (const template of templates) expect(render(template, whole)).not.toMatch(/\b(certified|compliant)\b/i);
});
