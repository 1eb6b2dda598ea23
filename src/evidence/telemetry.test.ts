import { describe, expect, test } from "vitest";
import { readReport } from "./read-report.ts";

const read = (file: unknown) => readReport("telemetry", new TextEncoder().encode(JSON.stringify(file)));
const hours = (n: number): string => new Date(Date.UTC(2026, 10, 1) + n * 3_600_000).toISOString();
const until = 8 * 24;
const week = { from: hours(0), until: hours(until), watches: ["auth-failure"], events: [] };
/** So many in each hour of a week, and so many in the hour after it. */
const failures = (hourly: number, last: number) => ({
  from: hours(0),
  until: hours(until),
  watches: ["auth-failure", "audit-event"],
  events: [
    ...Array.from({ length: until - 1 }, (_, i) => ({ at: hours(i), event: "auth-failure", count: hourly })),
    { at: hours(until - 0.5), event: "auth-failure", count: last },
    { at: hours(until - 0.5), event: "audit-event" },
  ],
});

describe("R86: what security watches, counted against the seven days before", () => {
  test("50 failed sign-ins in an hour that has 5 as a rule are ten times as many", () => {
    const { figures, lists } = reportOf(failures(5, 50));
    expect(figures).toMatchObject({ authFailures: 50, authFailureMean: 5, authFailureRatio: 10, auditEvents: 1 });
    expect(lists.authFailureRatio).toEqual(["50 in the last hour, 5 as a rule"]);
  });
  test("silence is a figure, of what it watches; of anything else there is none, and so no pass", () => {
    const { figures } = reportOf({ ...week, watches: ["audit-event"], events: [] });
    expect(figures).toEqual({ auditEvents: 0, auditEventMean: 0, auditEventRatio: 0 });
  });
  test("without a day before there is no ratio, and so no pass", () => {
    const { figures } = reportOf({ ...week, until: hours(24), events: [] });
    expect(figures).toEqual({ authFailures: 0 });
  });
  test("other events are told under their own names", () => {
    const events = [{ at: hours(until - 1), event: "ids-alert", count: 3 }];
    const { figures } = reportOf({ ...week, watches: ["ids-alert"], events });
    expect(figures).toMatchObject({ idsAlerts: 3, idsAlertRatio: 3 });
  });
  test.each([
    [{ ...week, from: hours(until) }, "it ends before it begins"],
    [{ ...week, events: [{ at: hours(until), event: "auth-failure" }] }, "1 of its events are from outside its time"],
    [{ ...week, events: [{ at: hours(0), event: "waf-block" }] }, "it does not say that it watches waf-block"],
    [{ ...week, watches: ["Auth failure"] }, "auth-failure"],
    [{ ...week, watches: [] }, "name the events"],
    [{ until: hours(1), watches: ["auth-failure"], events: [] }, "from"],
  ])("what cannot be read says why: %j", (file, problem) => {
    expect(read(file)).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
  });
});

const reportOf = (file: unknown) => {
  const reading = read(file);
  if (!reading.ok) throw new Error(reading.problem);
  return reading.report;
};
