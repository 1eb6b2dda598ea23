import ICAL from "ical.js";
import { expect, test } from "vitest";
import { instant } from "../domain/units.ts";
import { icsCalendar } from "./ics.ts";

const at = (text: string) => instant(Date.parse(text));

test("R33: a stock reader reads what is exported: moments, names, and every sign of the words", () => {
  const details = `Nobody is there; "really", says Åsa \\ 日本語\nsecond line ${"long ".repeat(40)}`;
  const entries = [
    {
      id: "freeze-F1",
      title: "Freeze: Christmas, at last",
      details,
      from: at("2026-12-19T23:00Z"),
      to: at("2027-01-02T05:00Z"),
      free: false,
    },
    {
      id: "window",
      title: "Window",
      details: "",
      from: at("2026-10-25T00:30Z"),
      to: at("2026-10-25T01:30Z"),
      free: true,
    },
  ];
  const text = icsCalendar("Headgate: shop", entries, at("2026-11-29T10:00Z"));
  for (const line of text.split("\r\n")) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);

  const read = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map((one) => new ICAL.Event(one));
  expect(
    read.map(({ uid, summary, description, startDate, endDate }) => ({
      uid,
      summary,
      description,
      from: startDate.toJSDate().toISOString(),
      to: endDate.toJSDate().toISOString(),
    })),
  ).toEqual([
    {
      uid: "freeze-F1@headgate",
      summary: "Freeze: Christmas, at last",
      description: details,
      from: "2026-12-19T23:00:00.000Z",
      to: "2027-01-02T05:00:00.000Z",
    },
    {
      uid: "window@headgate",
      summary: "Window",
      description: "",
      from: "2026-10-25T00:30:00.000Z",
      to: "2026-10-25T01:30:00.000Z",
    },
  ]);
});

test("no calendar is empty without being one", () => {
  expect(ICAL.parse(icsCalendar("x", [], at("2026-11-29T10:00Z")))[0]).toBe("vcalendar");
});
