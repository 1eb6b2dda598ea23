import { expect, test } from "vitest";
import { instant } from "../units.ts";
import { zoned, zonedSpan } from "./zoned.ts";

const at = (text: string) => instant(Date.parse(text));
const says = (from: string, to: string, zone = "Europe/Berlin") => zonedSpan({ from: at(from), to: at(to) }, zone);

test("R33: on the night on which the clocks go back both local times and UTC are shown, and the change is said", () => {
  expect(says("2026-10-25T00:30Z", "2026-10-25T01:30Z")).toBe(
    "Sun 2026-10-25 02:30 +02:00 Europe/Berlin (00:30 UTC) to Sun 2026-10-25 02:30 +01:00 Europe/Berlin (01:30 UTC); the clocks go back on 2026-10-25 from 03:00 (+02:00) to 02:00 (+01:00)",
  );
});

test("R33: on the night on which they go forward the hour that is missing is said", () => {
  expect(says("2026-03-29T00:30Z", "2026-03-29T01:30Z")).toContain(
    "01:30 +01:00 Europe/Berlin (00:30 UTC) to Sun 2026-03-29 03:30 +02:00 Europe/Berlin (01:30 UTC); the clocks go forward on 2026-03-29 from 02:00 (+01:00) to 03:00 (+02:00)",
  );
});

test("a span that ends as the clocks change, and one in a zone that never changes, say nothing of it", () => {
  expect(says("2026-10-25T00:00Z", "2026-10-25T01:00Z")).not.toContain("clocks");
  expect(says("2026-10-25T00:30Z", "2026-10-25T01:30Z", "Asia/Tokyo")).not.toContain("clocks");
  expect(says("2026-01-01T00:00Z", "2026-12-31T00:00Z", "UTC")).not.toContain("clocks");
});

test("leap day, year's end, and a day that is another one in UTC", () => {
  expect(zoned(at("2028-02-29T12:00Z"), "Asia/Kathmandu")).toBe(
    "Tue 2028-02-29 17:45 +05:45 Asia/Kathmandu (12:00 UTC)",
  );
  expect(zoned(at("2026-12-31T23:30Z"), "Europe/Berlin")).toBe(
    "Fri 2027-01-01 00:30 +01:00 Europe/Berlin (2026-12-31 23:30 UTC)",
  );
  expect(zoned(at("2026-12-31T23:59Z"), "UTC")).toBe("Thu 2026-12-31 23:59 +00:00 UTC (23:59 UTC)");
});
