import type { Instant } from "../domain/units.ts";

export type Tick = { readonly at: number; readonly label: string };
/** A value → where it lies on the paper, in px. */
export type Scale = (value: number) => number;

export const scaleOf =
  (low: number, high: number, first: number, last: number): Scale =>
  (value) =>
    first + ((value - low) / (high - low)) * (last - first);

/** From 0 to above the largest share, in steps that people count in. */
export const shareTicks = (values: readonly number[]): readonly Tick[] => {
  const most = Math.min(1, Math.max(0.001, values.reduce((a, b) => Math.max(a, b), 0) * 1.05));
  const step = roundStep(most / 4);
  const count = Math.ceil(most / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, i) => ({
    at: i * step,
    label: `${Number((100 * i * step).toPrecision(6))} %`,
  }));
};

/** 1, 2 or 5 times a power of ten, at least as large. */
const roundStep = (least: number): number => {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5, 10].find((digit) => digit * power >= least * (1 - 1e-9)) ?? 10);
};

const superscript = (n: number): string =>
  [...String(n)].map((sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)])).join("");

/**
 * Powers of ten, with `line` well inside. What lies far beyond it is cut off: proven is proven.
 *
 * @param values decimal logarithms, as is `line`
 */
export const evidenceTicks = (values: readonly number[], line: number): readonly Tick[] => {
  const least = values.reduce((a, b) => Math.min(a, b), 0);
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  const low = Math.max(-3, Math.floor(least));
  const high = Math.max(Math.ceil(line + 0.5), Math.min(Math.ceil(most), Math.ceil(line + 2)));
  return Array.from({ length: high - low + 1 }, (_, i) => ({ at: low + i, label: `10${superscript(low + i)}` }));
};

const minute = 60_000;
const lengths = [
  1000,
  5000,
  10_000,
  30_000,
  ...[1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440].map((k) => k * minute),
];

/** Six to twelve round times. */
export const timeTicks = (from: Instant, to: Instant): readonly Tick[] => {
  const step =
    lengths.find((length) => (to - from) / length <= 12) ??
    1440 * minute * Math.ceil((to - from) / (12 * 1440 * minute));
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, i) => {
    const said = new Date(first + i * step).toISOString();
    const label = step < minute ? said.slice(11, 19) : step < 1440 * minute ? said.slice(11, 16) : said.slice(5, 10);
    return { at: first + i * step, label };
  });
};
