import { expect, test } from "vitest";
import { complaintsAbout, configOf } from "../../test/support/complaints.ts";

const instances = "instances: { command: [node, server.mjs] }";
const withWindow = (window: string) => complaintsAbout("", `${instances}, windows: [${window}]`);
const good = 'at: "22:00", for: 4h, zone: Europe/Berlin';

test("windows, peaks and freezes as they are read: days become rules, local times become moments", () => {
  const config = configOf(
    "freezes: { christmas: { reason: holidays, zone: Europe/Berlin, from: 2026-12-20, to: 2027-01-02T06:00 }, night: { title: Backup, reason: nightly, environments: [staging], zone: UTC, days: [mon, sun], at: '01:00', for: 1d2h } }",
    `${instances}, windows: [{ days: [tue, thu], ${good} }], peaks: [{ rrule: "FREQ=DAILY;INTERVAL=2", first: 2026-12-01, ${good} }]`,
  );
  const { windows, peaks } = config.environments.production;
  const length = { days: 0, rest: 14_400_000 };
  const always = { at: "22:00", length, zone: "Europe/Berlin" };
  expect(windows).toEqual([{ rule: "FREQ=WEEKLY;BYDAY=TU,TH", first: "2024-01-01", ...always }]);
  expect(peaks).toEqual([{ rule: "FREQ=DAILY;INTERVAL=2", first: "2026-12-01", ...always }]);
  expect(config.environments.staging).toMatchObject({ windows: [], peaks: [] });
  expect(config.freezes).toMatchObject([
    {
      id: "christmas",
      title: "christmas",
      environments: ["production"],
      time: { kind: "once", from: Date.parse("2026-12-19T23:00Z"), to: Date.parse("2027-01-02T05:00Z") },
    },
    {
      id: "night",
      title: "Backup",
      environments: ["staging"],
      time: { kind: "recurring", rule: "FREQ=WEEKLY;BYDAY=MO,SU", at: "01:00", length: { days: 1, rest: 7_200_000 } },
    },
  ]);
});

test("everything that is wrong with a calendar is said at once, with what to write", () => {
  expect(
    complaintsAbout(
      `freezes:
  a: { reason: r, zone: Berlin, from: 2026-12-20, to: 2026-12-24 }
  b: { reason: r, zone: UTC, from: 2026-12-24, to: 2026-12-24 }
  c: { reason: r, zone: UTC, from: 2026-02-30, to: 2026-12-24T25:00 }
  d: { reason: r, zone: UTC }
  e: { reason: r, zone: UTC, from: 2026-12-24, to: 2026-12-25, days: [mon] }
  f: { reason: r, zone: UTC, rrule: FREQ=DAILY }
`,
      `${instances}, windows: [{ days: [], rrule: FREQ=DAILY, at: "24:00", for: 0s, zone: Mars/Base }, { rrule: FREQ=MINUTELY, ${good} }, { rrule: FREQ=WEEKLY, ${good} }, { rrule: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", ${good} }, { ${good} }]`,
    ),
  ).toMatchInlineSnapshot(`
    [
      "environments.production.windows[0].days: is empty; name days, such as [tue, thu]",
      "environments.production.windows[0].at: is the text "24:00"; write a time of day in quotes, such as "22:00"",
      "environments.production.windows[0].for: is the text "0s"; write 1m to 366d, such as "4h" (exact) or "2d" (days of the calendar)",
      "environments.production.windows[0].zone: is the text "Mars/Base"; write a time zone of the IANA database, such as Europe/Berlin or UTC",
      "environments.production.windows[1].rrule: comes more than once a day (MINUTELY); write DAILY, WEEKLY, MONTHLY or YEARLY",
      "environments.production.windows[0]: says both days and rrule; write one of them",
      "environments.production.windows[2].rrule: FREQ=WEEKLY leaves its days open; say its first day, first: 2026-12-01",
      "environments.production.windows[3].rrule: FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30 never comes; name days that there are",
      "environments.production.windows[4]: says neither days nor rrule; write one of them",
      "freezes.a.zone: is the text "Berlin"; write a time zone of the IANA database, such as Europe/Berlin or UTC",
      "freezes.b.to: 2026-12-24 is not after 2026-12-24; write the moment at which it is over",
      "freezes.c.from: is the text "2026-02-30"; write a day or a local time without offset, such as 2026-12-20 or 2026-12-20T18:00",
      "freezes.c.to: is the text "2026-12-24T25:00"; write a day or a local time without offset, such as 2026-12-20 or 2026-12-20T18:00",
      "freezes.d.from: is missing; say from and to, or the days with at and for",
      "freezes.d.to: is missing; say from and to, or the days with at and for",
      "freezes.e: mixes one period with one that recurs; keep from and to, or the days with at and for",
      "freezes.f.at: is missing; say from and to, or the days with at and for",
      "freezes.f.for: is missing; say from and to, or the days with at and for",
    ]
  `);
});

test.each([
  "{ rrule: FREQ=SECONDLY, ",
  '{ rrule: "FREQ=DAILY;BYSECOND=1,2,3", ',
  '{ rrule: "FREQ=DAILY;COUNT=99999", ',
  `{ rrule: "FREQ=DAILY;BYMONTHDAY=${"1,".repeat(500)}1", `,
])("a rule made to keep us busy is refused: %s", (window) => {
  expect(withWindow(`${window}${good} }`)).toHaveLength(1);
});
