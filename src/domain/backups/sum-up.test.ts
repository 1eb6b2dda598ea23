import { expect, test } from "vitest";
import { digest, instant, millis } from "../units.ts";
import { damageTo, gapTo } from "./contents.ts";
import { type DrillRun, isDrillDue, lastDrills } from "./drill-run.ts";
import { readManifest, writeManifest } from "./manifest.ts";
import { type StoreState, sumUp } from "./sum-up.ts";

const day = 86_400_000;
const now = instant(100 * day);
const whole = { rowsRestored: 10, rowsDamaged: 0, restoreSeconds: 2, schemaMatches: 1 };
const run = (figures: DrillRun["figures"] = whole, rest: Partial<DrillRun> = {}): DrillRun => ({
  at: now,
  store: "orders",
  by: "headgate",
  figures,
  problems: [],
  texts: {},
  raw: digest(`sha256:${"0".repeat(64)}`),
  ...rest,
});
const state = (drill: DrillRun, rest: Partial<StoreState> = {}): StoreState => ({
  name: drill.store,
  ageHours: 1,
  backup: null,
  drill,
  hasSchema: true,
  ...rest,
});

test("the oldest backup and the oldest drill count, and the rows of all", () => {
  const older = run(
    { ...whole, rowsDamaged: 3 },
    { at: instant(now - 40 * day), by: "cy", store: "b", problems: ["3"] },
  );
  expect(sumUp([state(run()), state(older, { ageHours: 30.123 })], now)).toMatchObject({
    figures: {
      stores: 2,
      backupAgeHours: 30.12,
      restoreAgeDays: 40,
      rowsRestored: 20,
      rowsDamaged: 3,
      restoreSeconds: 4,
      schemaMatches: 1,
    },
    problems: [{ store: "b", says: "3" }],
    texts: { drillRunner: "headgate, cy" },
  });
});

test("R43: a store of which nothing came back is not made good by another", () => {
  const empty = run({ ...whole, rowsRestored: 0 });
  expect(sumUp([state(run()), state(empty)], now).figures.rowsRestored).toBe(0);
});

test("what one store does not say is not said of all; files have no schema to compare", () => {
  const { rowsDamaged: _, schemaMatches: __, ...silent } = whole;
  const { figures } = sumUp([state(run()), state(run(silent))], now);
  expect(figures).not.toHaveProperty("rowsDamaged");
  expect(figures).not.toHaveProperty("schemaMatches");
  const files = state(run({ ...silent, rowsDamaged: 0 }), { hasSchema: false });
  expect(sumUp([state(run()), files], now).figures).toMatchObject({ rowsDamaged: 0, schemaMatches: 1 });
});

test("a drill is due when there was none, when it is old, and when it failed", () => {
  const every = millis(30 * day);
  expect(isDrillDue(undefined, every, now)).toBe(true);
  expect(isDrillDue(run(), every, now)).toBe(false);
  expect(isDrillDue(run(whole, { at: instant(now - 30 * day) }), every, now)).toBe(true);
  expect(isDrillDue(run(whole, { problems: ["torn"] }), every, now)).toBe(true);
});

test("of each store the last drill counts", () => {
  const event = (by: string) => ({ type: "BackupDrillRun", ...run(whole, { by }) }) as const;
  expect([...lastDrills([event("ada"), event("cy")]).values()]).toEqual([run(whole, { by: "cy" })]);
});

const sum = (rows: number, checksum = String(rows)) => ({ rows, checksum });

test("damage is told table by table: lost, changed, gone, or unheard of", () => {
  const was = { a: sum(3), b: sum(5, "x"), c: sum(7), d: sum(1) };
  const is = { a: sum(2), b: sum(5, "y"), d: sum(1), e: sum(4) };
  expect(damageTo(is, was)).toEqual({
    rows: 14,
    says: [
      "a: 2 rows came back of 3",
      "b: as many rows came back, and they are not the same",
      "c: did not come back; it had 7 rows",
      "e: is in the restored database and not in the backup's list",
    ],
  });
  expect(damageTo(was, was)).toEqual({ rows: 0, says: [] });
});

test("production may have gone on since, within a tolerance", () => {
  expect(gapTo({ a: sum(95), b: sum(90) }, { a: 100, b: 100, c: 1 }, 0.05)).toEqual({
    rows: 11,
    says: ["b: 90 rows came back, production has 100", "c: did not come back; production has 1 rows"],
  });
});

test("a list of a backup is read as it was written, and anything else is none", () => {
  const list = { madeAt: now, sha256: "a".repeat(64), schema: "42", tables: { a: sum(1) } };
  expect(readManifest(writeManifest(list))).toEqual(list);
  for (const broken of ["", "[]", "{}", "null", writeManifest({ ...list, sha256: "?" })])
    expect(readManifest(broken)).toBeNull();
  expect(readManifest(writeManifest(list).replace('"rows": 1', '"rows": -1'))).toBeNull();
});
