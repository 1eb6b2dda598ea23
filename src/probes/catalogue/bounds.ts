import { shown } from "./shown.ts";

/** What a measured value is held to. All that are given must hold; `above` and `below` are exclusive. */
export type Bounds = {
  readonly is: string | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly above: number | null;
  readonly below: number | null;
};

/** What is wrong with a value as it was written. What is no finite number keeps to no bound. */
export const outOf = (bounds: Bounds, text: string): readonly string[] => {
  const { is, min, max, above, below } = bounds;
  const value = text.trim() === "" ? Number.NaN : Number(text);
  const numbers: readonly (readonly [limit: number | null, holds: (limit: number) => boolean, words: string])[] = [
    [min, (limit) => value >= limit, "at least"],
    [max, (limit) => value <= limit, "at most"],
    [above, (limit) => value > limit, "more than"],
    [below, (limit) => value < limit, "less than"],
  ];
  const asked = numbers.filter(([limit]) => limit !== null);
  if (asked.length > 0 && !Number.isFinite(value)) return [`is ${shown(text)}, which is no number`];
  return [
    ...asked.flatMap(([limit, holds, words]) => (holds(limit!) ? [] : [`is ${text}; it must be ${words} ${limit}`])),
    ...(is === null || same(is, text) ? [] : [`is ${shown(text)} instead of ${shown(is)}`]),
  ];
};

/** `1` and `1.0` are one number; what is no finite number is compared as it stands. */
const same = (is: string, text: string): boolean =>
  is === text || (decimal.test(is) && decimal.test(text) && Number(is) === Number(text) && isExact(is, text));

const decimal = /^-?\d+(?:\.\d+)?$/;

/** Numbers that a double cannot tell apart are not called the same. */
const isExact = (...texts: readonly string[]): boolean =>
  texts.every((text) => Math.abs(Number(text)) <= Number.MAX_SAFE_INTEGER);
