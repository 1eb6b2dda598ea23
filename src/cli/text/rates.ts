import { type Millis, millis } from "../../domain/units.ts";
import { roughly } from "./time.ts";

/** Three digits, without an exponent: `0.083`, `12.5`, `1200`. */
export const number = (n: number): string =>
  n >= 1_000 ? String(Math.round(n)) : String(Number(n.toPrecision(n >= 100 ? 3 : 2)));

/** `0.083 %` */
export const percentOf = (share: number): string => `${number(100 * share)} %`;

/** A forecast: seconds are exact below ten minutes only. */
export const about = (length: Millis): string =>
  roughly(length < 600_000 ? length : millis(Math.ceil(length / 60_000) * 60_000));

/** `120 requests/s` */
export const perSecond = (rps: number): string => `${number(rps)} request${rps === 1 ? "" : "s"}/s`;
