import { describe, expect, test } from "vitest";
import { readReport } from "./read-report.ts";

const read = (text: string) => readReport("feedback", new TextEncoder().encode(text));
const at = (dayOfMonth: number, i: number): string =>
  `2026-11-${String(dayOfMonth).padStart(2, "0")}T10:${String(i).padStart(2, "0")}:00Z`;
/** So many tickets a day on the 1st to the 7th, and so many on the 8th. */
const csvOf = (daily: number, last: number): string =>
  [
    "at,source,text,issue,release",
    ...[1, 2, 3, 4, 5, 6, 7].flatMap((one) =>
      Array.from({ length: daily }, (_, i) => `${at(one, i)},support,"late, again",,`),
    ),
    ...Array.from({ length: last }, (_, i) => `${at(8, i)},support,cart is empty,issue-${i + 1},shop-1.1.0`),
  ].join("\n");

describe("R80: what users say, counted against the seven days before", () => {
  test("30 tickets against a mean of 5 are six times as many; each is tagged to the release", () => {
    const { figures, lists } = reportOf(csvOf(5, 30));
    expect(figures).toMatchObject({ checked: 1, total: 65, tickets: 30, ticketRatio: 6, tagged: 30 });
    expect(lists.tagged?.[0]).toBe("support: cart is empty (issue-1, shop-1.1.0)");
  });
  test("JSON says from when until when: a quiet day is a day", () => {
    const items = [{ at: at(1, 0), source: "support", text: "late" }];
    const quiet = { from: "2026-11-01T00:00:00Z", until: "2026-11-09T00:00:00Z", items };
    expect(reportOf(JSON.stringify(quiet)).figures).toMatchObject({ tickets: 0, ticketRatio: 0, checked: 1 });
  });
  test("without a day before there is no ratio, and so no pass", () => {
    expect(reportOf(`at,source,text\n${at(8, 1)},support,late`).figures.ticketRatio).toBeUndefined();
  });
  test.each([
    ["at,text\n", "its first row does not name the columns source"],
    ["at,source,text\nyesterday,support,x", 'row 2 has no date and time with its offset: "yesterday"'],
    ["at,source,text\n", "it holds no item, and does not say from when until when it would have had one"],
  ])("what cannot be read says why: %s", (text, problem) => {
    expect(read(text)).toMatchObject({ ok: false, problem });
  });
});

const reportOf = (text: string) => {
  const reading = read(text);
  if (!reading.ok) throw new Error(reading.problem);
  return reading.report;
};
