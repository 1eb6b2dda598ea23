import type { Look } from "../port.ts";
import { answered } from "./answered.ts";
import { type Bounds, outOf } from "./bounds.ts";
import { type InstantQuery, instantQuery } from "./instant-query.ts";

export type PrometheusLookSettings = InstantQuery & Bounds;

/** A query, each series of which is held to the bounds. None at all, or one that is NaN, keeps to none (T22, T23). */
export const prometheus: Look<PrometheusLookSettings> = async (settings, signal) => {
  const { query } = settings;
  const samples = await instantQuery(settings, signal);
  if (samples.length === 0) return answered("prometheus", query, [`there is no data for ${query}`]);
  const problems = samples.flatMap(({ labels, value }) => {
    const of = samples.length === 1 ? "" : `${labels} `;
    const wrong = isNumber(value) ? outOf(settings, value) : [`is ${value}, which is no number`];
    return wrong.map((problem) => `${of}${problem}`);
  });
  const [only] = samples;
  return answered("prometheus", query, problems, samples.length === 1 ? { value: Number(only?.value) } : {});
};

/** `NaN`, `+Inf` and `-Inf` are how Prometheus writes that there is none. */
const isNumber = (value: string): boolean => Number.isFinite(Number(value));
