import { expect, test } from "vitest";
import type { Recurring } from "../domain/calendar/recurring.ts";
import { instant, millis } from "../domain/units.ts";
import { occurrences } from "./occurrences.ts";

const hours = (n: number) => ({ days: 0, rest: millis(n * 3_600_000) });
const berlin = (rule: string, at: string, more: Partial<Recurring> = {}): Recurring => ({
  rule,
  at,
  length: hours(4),
  zone: "Europe/Berlin",
  first: "2024-01-01",
  ...more,
});

/** Begin and end in UTC of what reaches into a range of moments. */
const between = (of: Recurring, from: string, to: string): readonly string[] =>
  occurrences(of, { from: instant(Date.parse(from)), to: instant(Date.parse(to)) }).map((span) =>
    [span.from, span.to].map((at) => new Date(at).toISOString().slice(0, 16)).join(" "),
  );

const daily = berlin("FREQ=DAILY", "02:30");

test("in the gap of spring the offset before it counts, as RFC 5545 asks: no day is lost", () => {
  expect(between(daily, "2026-03-28T00:00Z", "2026-03-31T00:00Z")).toEqual([
    "2026-03-28T01:30 2026-03-28T05:30",
    "2026-03-29T01:30 2026-03-29T05:30",
    "2026-03-30T00:30 2026-03-30T04:30",
  ]);
});

test("of a time that comes twice the first is meant, and hours are exact across the change", () => {
  expect(between(daily, "2026-10-25T00:00Z", "2026-10-26T00:00Z")).toEqual(["2026-10-25T00:30 2026-10-25T04:30"]);
});

test("days are days of the calendar: 23 and 25 hours long when the clocks change", () => {
  const wholeDay = berlin("FREQ=DAILY", "00:00", { length: { days: 1, rest: millis(0) } });
  expect(between(wholeDay, "2026-03-29T12:00Z", "2026-03-29T12:01Z")).toEqual(["2026-03-28T23:00 2026-03-29T22:00"]);
  expect(between(wholeDay, "2026-10-25T12:00Z", "2026-10-25T12:01Z")).toEqual(["2026-10-24T22:00 2026-10-25T23:00"]);
});

test("ends are outside: one that ended at that moment does not reach into the range, nor one that begins at its end", () => {
  const night = berlin("FREQ=DAILY", "22:00", { zone: "UTC" });
  expect(between(night, "2026-12-02T02:00Z", "2026-12-02T22:00Z")).toEqual([]);
  expect(between(night, "2026-12-02T01:59Z", "2026-12-02T22:01Z")).toHaveLength(2);
});

test.each([
  ["leap day", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2025-01-01", "2029-01-01", ["2028-02-29"]],
  ["last day of the month", "FREQ=MONTHLY;BYMONTHDAY=-1", "2027-01-15", "2027-03-15", ["2027-01-31", "2027-02-28"]],
  ["first Saturday", "FREQ=MONTHLY;BYDAY=1SA", "2026-12-01", "2027-01-31", ["2026-12-05", "2027-01-02"]],
  ["last working day", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2027-01-01", "2027-02-01", ["2027-01-29"]],
  ["week 53", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO", "2026-01-01", "2027-12-31", ["2026-12-28"]],
  ["a last day", "FREQ=DAILY;UNTIL=20261203", "2026-12-02", "2027-01-01", ["2026-12-02", "2026-12-03"]],
  ["a count", "FREQ=WEEKLY;BYDAY=TU;COUNT=2", "2023-01-01", "2027-01-01", ["2024-01-02", "2024-01-09"]],
])("%s", (_, rule, from, to, days) => {
  const utc = berlin(rule, "10:00", { zone: "UTC" });
  expect(between(utc, `${from}T00:00Z`, `${to}T00:00Z`).map((one) => one.slice(0, 10))).toEqual(days);
});

test("over the year's end in a zone that is ahead, and in one that skipped a day", () => {
  const kiritimati = berlin("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1", "00:00", { zone: "Pacific/Kiritimati" });
  expect(between(kiritimati, "2026-12-31T10:00Z", "2026-12-31T10:01Z")).toEqual(["2026-12-31T10:00 2026-12-31T14:00"]);
  const apia = berlin("FREQ=DAILY", "10:00", { zone: "Pacific/Apia", first: "2011-12-01" });
  expect(between(apia, "2011-12-29T21:00Z", "2011-12-31T21:00Z").length).toBeGreaterThanOrEqual(2);
});

test("a rule that never comes, and one without end, cost next to nothing", () => {
  const begun = performance.now();
  expect(
    between(berlin("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "10:00"), "2026-01-01T00:00Z", "2034-01-01T00:00Z"),
  ).toEqual([]);
  expect(between(berlin("FREQ=DAILY;UNTIL=99991231", "10:00"), "2090-01-01T00:00Z", "2090-01-08T00:00Z")).toHaveLength(
    7,
  );
  expect(performance.now() - begun).toBeLessThan(2_000);
});
