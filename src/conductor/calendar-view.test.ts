import { expect, test } from "vitest";
import { configOf } from "../../test/support/complaints.ts";
import { stopsAdvance, stopsStart } from "../domain/calendar/hindrance.ts";
import { type CalendarState, emptyCalendar } from "../domain/calendar/state.ts";
import { instant, millis, plus } from "../domain/units.ts";
import { calendarAround, calendarView } from "./calendar-view.ts";

const config = configOf(
  'freezes: { payday: { reason: busy, zone: Europe/Berlin, environments: [staging, production], rrule: "FREQ=MONTHLY;BYMONTHDAY=-1", at: "00:00", for: 1d } }',
);
const of = { service: "shop", id: "shop-1.1.0" };
const at = (text: string) => instant(Date.parse(text));
const hour = millis(3_600_000);
const declared = (freeze: Partial<CalendarState["freezes"][number]>) => ({
  id: "F1",
  title: "Audit",
  reason: "audit",
  service: "shop" as string | null,
  environments: ["staging", "production"],
  from: at("2026-12-10T00:00Z"),
  to: at("2026-12-11T00:00Z"),
  zone: "UTC",
  by: "ada",
  at: at("2026-12-01T00:00Z"),
  ...freeze,
});
const override = (id: string, ...environments: readonly string[]) => ({
  id,
  release: "shop-1.1.0",
  environments,
  by: "ada",
  reason: "r",
  at: at("2026-12-01T00:00Z"),
});

test("T51: a recurring freeze counts for a time that is planned, and again at the start", () => {
  const planned = { from: at("2027-02-28T10:00Z"), to: at("2027-02-28T11:00Z") };
  expect(stopsStart(calendarView(config, emptyCalendar, of, planned), "production", planned)?.says).toContain(
    "freeze payday",
  );
  const before = { from: at("2027-02-27T10:00Z"), to: at("2027-02-27T11:00Z") };
  expect(stopsStart(calendarView(config, emptyCalendar, of, before), "production", before)).toBeNull();
  const now = at("2027-01-31T10:00Z");
  expect(
    stopsStart(calendarAround(config, emptyCalendar, of, now), "production", { from: now, to: plus(now, hour) })?.code,
  ).toBe("FROZEN");
  const next = at("2027-01-31T23:00Z");
  expect(stopsAdvance(calendarAround(config, emptyCalendar, of, next), "production", next)).toBeNull();
});

test("T52: an exception holds per environment, for one release and one freeze, and in each of several that are named", () => {
  const now = at("2026-12-10T12:00Z");
  const view = (overrides: CalendarState["overrides"], id = "shop-1.1.0") =>
    calendarAround(
      config,
      { ...emptyCalendar, freezes: [declared({}), declared({ id: "F2", environments: ["production"] })], overrides },
      { ...of, id },
      now,
    );
  const held = (...given: Parameters<typeof view>) =>
    ["staging", "production"].filter((name) => stopsAdvance(view(...given), name, now) !== null);
  expect(held([])).toEqual(["staging", "production"]);
  expect(held([override("F1", "staging")])).toEqual(["production"]);
  expect(held([override("F1", "staging", "production")])).toEqual(["production"]);
  expect(held([override("F1", "staging", "production"), override("F2", "production")])).toEqual([]);
  expect(held([override("F1", "staging"), override("F1", "production"), override("F2", "production")])).toEqual([]);
  expect(held([override("F1", "staging", "production"), override("F2", "production")], "shop-1.2.0")).toEqual([
    "staging",
    "production",
  ]);
});

test("what is declared for another service does not hold, and for all it does", () => {
  const now = at("2026-12-10T12:00Z");
  const view = (service: string | null) =>
    calendarAround(
      config,
      { ...emptyCalendar, freezes: [declared({ service })], stops: [{ service, by: "ada", reason: "fire", at: now }] },
      of,
      now,
    );
  expect(view("cart")).toMatchObject({ freezes: [{ id: "payday" }], stops: [] });
  expect(view(null)).toMatchObject({ stops: [{ by: "ada" }] });
  expect(stopsAdvance(view(null), "staging", now)?.code).toBe("LINE_STOPPED");
});
