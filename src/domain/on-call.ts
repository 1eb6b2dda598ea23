import { type Instant, instant } from "./units.ts";

/** From `from` up to, and not at, `to` this person is on call. */
export type Shift = { readonly person: string; readonly from: Instant; readonly to: Instant };

export type Gap = { readonly from: Instant; readonly to: Instant };

/** Shifts may overlap: then there are several. */
export const onCallAt = (shifts: readonly Shift[], at: Instant): readonly string[] => [
  ...new Set(shifts.filter(({ from, to }) => from <= at && at < to).map(({ person }) => person)),
];

/** The times in `from … to` at which nobody is on call, in order. */
export const gapsIn = (shifts: readonly Shift[], { from, to }: Gap): readonly Gap[] => {
  const gaps: Gap[] = [];
  let covered: number = from;
  for (const shift of shifts.toSorted((a, b) => a.from - b.from)) {
    const next = Math.min(shift.from, to);
    if (next > covered) gaps.push({ from: instant(covered), to: instant(next) });
    covered = Math.max(covered, shift.to);
  }
  return covered < to ? [...gaps, { from: instant(covered), to }] : gaps;
};

/** Minutes without anybody; a part of one counts as a whole one. */
export const minutesOf = (gaps: readonly Gap[]): number =>
  gaps.reduce((sum, { from, to }) => sum + Math.ceil((to - from) / 60_000), 0);

/** `2026-12-01 03:00-04:00 UTC`, for people. */
export const gapText = ({ from, to }: Gap): string => {
  const [begin, end] = [from, to].map((at) => new Date(at).toISOString().slice(0, 16).replace("T", " "));
  const sameDay = begin?.slice(0, 10) === end?.slice(0, 10);
  return `${begin}-${sameDay ? end?.slice(11) : end} UTC`;
};
