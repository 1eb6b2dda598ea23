import type { z } from "zod";
import { isZone, localInstant } from "../domain/calendar/zone.ts";
import { daysOf } from "../recurrence/occurrences.ts";
import { needsFirst, ruleProblem } from "../recurrence/rule-problem.ts";
import { anyFirst, type FreezeInput, ruleOf, type stretches } from "./calendar.ts";
import type { Complaint, Path } from "./complaint.ts";
import type { Sound } from "./sound.ts";

type Stretches = Sound<z.input<typeof stretches>>;
type Environments = {
  readonly [Name in "staging" | "production"]?:
    | { readonly windows?: Stretches | undefined; readonly peaks?: Stretches | undefined }
    | undefined;
};
type Freezes = { readonly [Id in string]?: Sound<FreezeInput> | undefined };

/** What the parts of a window or a freeze owe each other; a part that was written wrongly has a complaint of its own. */
export const calendarRules = (
  environments: Environments | undefined,
  freezes: Freezes | undefined,
): readonly Complaint[] => [
  ...(["staging", "production"] as const).flatMap((name) =>
    (["windows", "peaks"] as const).flatMap((key) =>
      (environments?.[name]?.[key] ?? []).flatMap((one, i) =>
        one === undefined ? [] : daysRules(["environments", name, key, i], one),
      ),
    ),
  ),
  ...Object.entries(freezes ?? {}).flatMap(([id, one]) => (one === undefined ? [] : freezeRules(["freezes", id], one))),
];

type Said = Pick<Sound<FreezeInput>, "days" | "rrule" | "first">;

const daysRules = (path: Path, said: Said): readonly Complaint[] => {
  const [hasDays, hasRule] = [Object.hasOwn(said, "days"), Object.hasOwn(said, "rrule")];
  if (hasDays === hasRule)
    return [
      { path, what: hasDays ? "says both days and rrule" : "says neither days nor rrule", fix: "write one of them" },
    ];
  const rule = said.days === undefined && said.rrule === undefined ? null : ruleOf(said);
  if (rule === null || ruleProblem(rule) !== null) return [];
  const key = hasDays ? "days" : "rrule";
  if (!Object.hasOwn(said, "first") && needsFirst(rule))
    return [
      { path: [...path, key], what: `${rule} leaves its days open`, fix: "say its first day, first: 2026-12-01" },
    ];
  return isNever(rule, said.first ?? anyFirst)
    ? [{ path: [...path, key], what: `${rule} never comes`, fix: "name days that there are" }]
    : [];
};

/** Most rules come within a week or a month. Leap days are eight years apart around 2100: what has not come in ten never will. */
const isNever = (rule: string, first: string): boolean => {
  const from = Temporal.PlainDate.from(first);
  return [{ days: 7 }, { days: 40 }, { years: 1 }, { years: 10 }].every(
    (length) => daysOf(rule, first, from, from.add(length)).length === 0,
  );
};

const once = ["from", "to"] as const;
const again = ["days", "rrule", "at", "for"] as const;

const freezeRules = (path: Path, one: Sound<FreezeInput>): readonly Complaint[] => {
  const has = (key: string): boolean => Object.hasOwn(one, key);
  if (once.some(has) && (again.some(has) || has("first")))
    return [
      { path, what: "mixes one period with one that recurs", fix: "keep from and to, or the days with at and for" },
    ];
  if (!again.some(has))
    return [
      ...missing(
        path,
        once.filter((key) => !has(key)),
      ),
      ...orderRules(path, one),
    ];
  return [
    ...missing(
      path,
      (["at", "for"] as const).filter((key) => !has(key)),
    ),
    ...daysRules(path, one),
  ];
};

const missing = (path: Path, keys: readonly string[]): readonly Complaint[] =>
  keys.map((key) => ({
    path: [...path, key],
    what: "is missing",
    fix: "say from and to, or the days with at and for",
  }));

const orderRules = (path: Path, { from, to, zone }: Sound<FreezeInput>): readonly Complaint[] => {
  if (from === undefined || to === undefined || zone === undefined || !isZone(zone)) return [];
  return localInstant(from, zone) < localInstant(to, zone)
    ? []
    : [{ path: [...path, "to"], what: `${to} is not after ${from}`, fix: "write the moment at which it is over" }];
};
