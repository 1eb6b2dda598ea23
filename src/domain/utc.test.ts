import { expect, test } from "vitest";
import { instant } from "./units.ts";
import { utc, utcMinute } from "./utc.ts";

test("moments are told in UTC, and no finer than they are shown", () => {
  const at = instant(Date.UTC(2026, 0, 20, 23, 59, 58, 999));
  expect([utc(at), utcMinute(at)]).toEqual(["2026-01-20 23:59:58 UTC", "2026-01-20 23:59 UTC"]);
});
