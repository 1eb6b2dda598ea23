import type { Look } from "../port.ts";
import { answered } from "./answered.ts";
import { type Bounds, outOf } from "./bounds.ts";
import { type InstantQuery, instantQuery } from "./instant-query.ts";
import { type Ratio, ratioProblems } from "./ratio.ts";

export type PrometheusLookSettings = InstantQuery &
  Bounds & {
    /** Another query, to whose series of the same labels each is held; null: none. */
    readonly against?: (Omit<InstantQuery, "within"> & Ratio) | null;
  };

/** A query, each series of which is held to the bounds. None at all, or one that is NaN, keeps to none (T22, T23). */
export const prometheus: Look<PrometheusLookSettings> = async (settings, signal) => {
  const { query, against = null, within } = settings;
  const [samples, others] = await Promise.all([
    instantQuery(settings, signal),
    against === null ? null : instantQuery({ ...against, within }, signal),
  ]);
  if (samples.length === 0) return answered("prometheus", query, [`there is no data for ${query}`]);
  const problems = samples.flatMap(({ labels, value }) => {
    const of = samples.length > 1 || isGroup(labels) ? `${labels} ` : "";
    const wrong = isNumber(value) ? outOf(settings, value) : [`is ${value}, which is no number`];
    return wrong.map((problem) => `${of}${problem}`);
  });
  const apart = against === null || others === null ? [] : ratioProblems(samples, others, against);
  const measured = samples.length === 1 ? { value: Number(samples[0]?.value) } : {};
  return answered("prometheus", query, [...problems, ...apart], measured);
};

/** Labels that a query asked for (`sum by (provider)`) say whom it is about, also when it is one alone. */
const isGroup = (labels: string): boolean => labels !== "{}" && !labels.includes('"__name__"');

/** `NaN`, `+Inf` and `-Inf` are how Prometheus writes that there is none. */
const isNumber = (value: string): boolean => Number.isFinite(Number(value));
