import { expect, test } from "vitest";
import { isZone } from "../domain/calendar/zone.ts";
import { needsFirst, ruleProblem } from "./rule-problem.ts";

test.each([
  ["FREQ=SECONDLY", "comes more than once a day (SECONDLY); write DAILY, WEEKLY, MONTHLY or YEARLY"],
  ["FREQ=DAILY;BYHOUR=1,2", "says BYHOUR; leave it out, for at: says the time of day"],
  ["FREQ=DAILY;UNTIL=99991332", "says UNTIL=99991332; write the last day, such as UNTIL=20271231"],
  ["FREQ=DAILY;COUNT=5000", "says COUNT=5000; write 1 to 1000"],
  ["FREQ=DAILY;INTERVAL=0", "says INTERVAL=0; write 1 to 1000"],
  ["FREQ=MONTHLY;BYMONTHDAY=32", "says BYMONTHDAY=32; write days of the month, 1 to 31, or -1 for the last one"],
  ["FREQ=WEEKLY;BYDAY=XX", "says BYDAY=XX; write weekdays, such as TU,TH or 1SA for the first Saturday"],
  [
    "FREQ=DAILY;FOO=1",
    "says FOO, which no rule has; use FREQ, INTERVAL, COUNT, UNTIL, WKST, BYMONTH, BYMONTHDAY, BYYEARDAY, BYWEEKNO, BYDAY, BYSETPOS",
  ],
  ["FREQ=DAILY;FREQ=DAILY", "says FREQ twice; say it once"],
  ["FREQ=DAILY;COUNT=2;UNTIL=20261203", "says both COUNT and UNTIL; keep one"],
  ["every tuesday", 'holds "every tuesday", which is no NAME=VALUE; write a rule such as FREQ=MONTHLY;BYDAY=1SA'],
  [`FREQ=DAILY;BYMONTH=${"1,".repeat(200)}1`, "is longer than 300 signs; write a shorter rule, or several"],
  ["BYDAY=TU", "has no FREQ; write a rule such as FREQ=MONTHLY;BYDAY=1SA"],
])("%s is refused with what to write", (rule, problem) => {
  expect(ruleProblem(rule)).toBe(problem);
});

test.each([
  ["FREQ=DAILY", false],
  ["FREQ=WEEKLY;BYDAY=TU,TH", false],
  ["FREQ=WEEKLY", true],
  ["FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", true],
  ["FREQ=MONTHLY;BYMONTHDAY=-1", false],
  ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", false],
  ["FREQ=YEARLY;BYMONTH=2", true],
  ["FREQ=DAILY;COUNT=3", true],
])("%s is a rule; its first day matters: %s", (rule, matters) => {
  expect(ruleProblem(rule)).toBeNull();
  expect(needsFirst(rule)).toBe(matters);
});

test("zones are names of the IANA database, for offsets know no summer", () => {
  expect(["Europe/Berlin", "UTC", "America/Argentina/Ushuaia"].filter(isZone)).toHaveLength(3);
  expect(["Mars/Base", "+02:00", "", "berlin", "Europe/Berlin\n"].filter(isZone)).toEqual([]);
});
