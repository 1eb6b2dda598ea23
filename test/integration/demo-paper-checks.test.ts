import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { reportOf, runCheck } from "../support/demo-check.ts";
import { folder } from "../support/folder.ts";

const minute = 60_000;
const now = Date.now();
const ago = (minutes: number): string => new Date(now - minutes * minute).toISOString();

describe("alerts.mjs", () => {
  const shift = (person: string, from: number, to: number) => ({ person, from: ago(from), to: ago(to) });
  const period = { from: ago(60), to: ago(-60) };
  const full = [shift("ada", 60, 0), shift("bob", 20, -60)];
  const acknowledged = {
    id: "a1",
    kind: "test",
    raisedAt: ago(5),
    acknowledgedAt: ago(4),
    acknowledgedBy: "bob",
  };

  const reportFor = async (shifts: readonly object[], alerts: readonly object[]) => {
    await using home = await folder();
    const [roster, raised] = [join(home.path, "roster.json"), join(home.path, "alerts.jsonl")];
    writeFileSync(roster, JSON.stringify({ period, shifts }));
    writeFileSync(raised, alerts.map((alert) => `${JSON.stringify(alert)}\n`).join(""));
    return await reportOf("figures", "alerts.mjs", roster, raised);
  };

  test("a roster without gaps and a test alert that the person on call acknowledged pass", async () => {
    const { figures } = await reportFor(full, [acknowledged]);

    expect(figures).toEqual({ checked: 2, problems: 0, alertsAcknowledged: 1, rosterGapMinutes: 0 });
  });

  test("gaps are named and measured", async () => {
    const report = await reportFor([shift("ada", 60, 20), shift("bob", 10, -30)], [acknowledged]);

    expect(report.figures).toMatchObject({ problems: 2 });
    expect(report.figures.rosterGapMinutes).toBe(10 + 30);
    expect(report.findings[0]?.title).toMatch(/^nobody is on call from .*Z to .*Z$/);
  });

  test.each([
    ["nobody acknowledged", { acknowledgedAt: undefined, acknowledgedBy: undefined }],
    ["is too old", { raisedAt: ago(12), acknowledgedAt: ago(11) }],
    ["was acknowledged by somebody else", { acknowledgedBy: "eve" }],
    ["was acknowledged after the shift had ended", { acknowledgedBy: "old", acknowledgedAt: ago(4) }],
    ["was acknowledged before it was raised", { acknowledgedAt: ago(6) }],
    ["was no test", { kind: "real" }],
  ])("an alert that %s does not count", async (_, change) => {
    const { figures } = await reportFor([...full, shift("old", 60, 30)], [{ ...acknowledged, ...change }]);

    expect(figures).toMatchObject({ problems: 1, alertsAcknowledged: 0 });
  });

  test("a roster without time zones is not read", async () => {
    await using home = await folder();
    const roster = join(home.path, "roster.json");
    writeFileSync(roster, JSON.stringify({ period: { from: "2026-01-01T00:00", to: "2026-01-02T00:00" }, shifts: [] }));

    const { exitCode, problem } = await runCheck("alerts.mjs", roster, roster);

    expect(exitCode).toBe(2);
    expect(problem).toContain("“2026-01-01T00:00” is no time with its offset");
  });
});

describe("docs.mjs", () => {
  const notes = (...changes: readonly (readonly [from: string, to: string])[]) =>
    changes.reduce(
      (text, [from, to]) => text.replace(from, to),
      [
        "# Release 1.1.0 - November 23, 2026",
        "## What’s New",
        "- **Did you mean** - a typing mistake still finds your product.",
        "## Bug Fixes",
        "None.",
        "## Known Issues",
        "None.",
        "## Upgrade Instructions",
        "No action required.",
        "## Need Help?",
        "Write to help@shop.example.",
      ].join("\n\n"),
    );

  const findingsFor = async (text: string) => {
    await using home = await folder();
    const file = join(home.path, "notes.md");
    writeFileSync(file, text);
    const { figures, findings } = await reportOf("figures", "docs.mjs", file, "1.1.0");
    expect(figures.problems).toBe(findings.length);
    expect(figures.checked).toBeGreaterThan(0);
    return findings.map(({ title }) => title);
  };

  test("complete notes pass", async () => expect(await findingsFor(notes())).toEqual([]));

  test.each([
    [["## Known Issues\n\nNone.", ""], "there is no section “Known Issues”"],
    [["No action required.", ""], "the section “Upgrade Instructions” is empty; write “None” if it is so"],
    [["None.", "<!-- to\ncome -->"], "the section “Bug Fixes” is empty; write “None” if it is so"],
    [["1.1.0", "1.0.0"], "the notes are of 1.0.0, not of 1.1.0"],
    [["# Release 1.1.0 -", "# News of"], "the title is “News of November 23, 2026”, not “Release <version> - <date>”"],
  ] as const)("%j is found", async (change, problem) => expect(await findingsFor(notes(change))).toEqual([problem]));

  test("sections out of order are found", async () => {
    const swapped = notes(["Bug Fixes", "Known Issues "], ["Known Issues\n", "Bug Fixes\n"]);

    expect(await findingsFor(swapped)).toEqual(["the sections are out of order"]);
  });
});
