import { describe, expect, test } from "vitest";
import { showProblem } from "./read-document.ts";
import { readRoster } from "./read-roster.ts";

const read = (text: string) => {
  const reading = readRoster("roster", text);
  return reading.ok
    ? reading.value.map(({ person, from, to }) => [person, new Date(from).toISOString(), new Date(to).toISOString()])
    : reading.problems.map(showProblem);
};
const night = ["bo", "2026-12-01T20:00:00.000Z", "2026-12-02T08:00:00.000Z"];

describe("a roster in a file", () => {
  test.each([
    ["YAML", "- { person: bo, from: 2026-12-01T20:00:00Z, to: 2026-12-02T08:00:00Z }"],
    ["JSON", '{ "shifts": [{ "person": "bo", "from": "2026-12-01T21:00:00+01:00", "to": "2026-12-02T08:00:00Z" }] }'],
  ])("of %s", (_, text) => {
    expect(read(text)).toEqual([night]);
  });

  test("what is wrong in it is named", () => {
    expect(read("- { person: bo, from: tomorrow, to: 2026-12-02T08:00:00Z }")).toEqual([
      expect.stringContaining('[0].from: is the text "tomorrow"'),
    ]);
  });
});

const calendar = (...events: readonly string[]): string =>
  [
    "BEGIN:VCALENDAR",
    ...events.flatMap((event) => ["BEGIN:VEVENT", ...event.split("\n"), "END:VEVENT"]),
    "END:VCALENDAR",
  ]
    .join("\r\n")
    .concat("\r\n");
const times = "DTSTART:20261201T200000Z\nDTEND:20261202T080000Z";

describe("a roster of iCalendar", () => {
  test.each([
    ["who attends", `${times}\nSUMMARY:On call\nATTENDEE;CN="Bo, Berg":mailto:bo`],
    ["the summary without an attendee", `${times}\nSUMMARY:bo`],
    ["a long line goes on after a fold", `${times}\nSUMMARY:b\n o`],
    ["a reminder inside of the event says nothing", `BEGIN:VALARM\nSUMMARY:wake up\nEND:VALARM\n${times}\nSUMMARY:bo`],
    [
      "local times have a zone",
      "DTSTART;TZID=Europe/Berlin:20261201T210000\nDTEND;TZID=Europe/Berlin:20261202T090000\nSUMMARY:bo",
    ],
  ])("%s", (_, event) => {
    expect(read(calendar(event))).toEqual([night]);
  });

  test("cancelled events are none", () => {
    expect(read(calendar(`${times}\nSUMMARY:bo\nSTATUS:CANCELLED`))).toEqual([]);
  });

  test.each([
    [
      "RRULE",
      `${times}\nSUMMARY:bo\nRRULE:FREQ=WEEKLY`,
      "roster:6: an event that repeats; export the roster with every shift written out",
    ],
    [
      "a time in no zone",
      "DTSTART:20261201T200000\nDTEND:20261202T080000Z\nSUMMARY:bo",
      "roster:3: DTSTART is in no time zone; end it with Z, or give it a TZID",
    ],
    [
      "an unknown zone",
      "DTSTART;TZID=Nowhere:20261201T200000\nDTEND:20261202T080000Z\nSUMMARY:bo",
      'roster:3: DTSTART is no moment in "Nowhere"; use a name of the time zone database',
    ],
    [
      "a whole day",
      "DTSTART;VALUE=DATE:20261201\nDTEND:20261202T080000Z\nSUMMARY:bo",
      "roster:3: DTSTART is no date with a time; write such as 20261201T200000Z",
    ],
    ["no end", "DTSTART:20261201T200000Z\nSUMMARY:bo", "roster:2: an event without DTEND; add it"],
    ["nobody", times, "roster:2: an event without an attendee or a summary; say who is on call"],
    [
      "backwards",
      "DTSTART:20261203T200000Z\nDTEND:20261202T080000Z\nSUMMARY:bo",
      "roster:2: an event that ends before it begins; mend its times",
    ],
  ])("%s is refused, and nothing is guessed", (_, event, problem) => {
    expect(read(calendar(event))).toEqual([problem]);
  });
});
