import { z } from "zod";
import type { Instant } from "../../../domain/units.ts";
import type { AppError } from "../../../errors.ts";
import { askPage, json, type Limits } from "../ask-page.ts";
import { failed, type PrometheusSettings } from "./settings.ts";

type Labels = Readonly<Record<string, string>>;

/** One series at one moment. */
export type Series = { readonly labels: Labels; readonly value: number };

/** One native histogram at one moment: requests per bucket, and not up to it. */
export type Histogram = { readonly labels: Labels; readonly count: number; readonly buckets: readonly Bucket[] };

/** Edges in seconds; buckets without requests are left out. */
export type Bucket = { readonly lower: number; readonly upper: number; readonly count: number };

export type Answer = {
  readonly series: readonly Series[];
  readonly histograms: readonly Histogram[];
  /** The time by Prometheus's own clock, in ms. */
  readonly theirs: number;
  /** ms that its clock is ahead of ours; right to half the time that the answer took. */
  readonly ahead: number;
};

/** 32 MB are about 100,000 series. */
const limits: Limits = { within: 10_000, longest: 32_000_000 };

/** `"1.5"`, `"+Inf"`, `"NaN"`: Prometheus writes numbers as text, because JSON has not all of them. */
const point = z.tuple([z.number(), z.string()]);
/** Which of its edges a bucket holds does not matter here: no edge of ours is that fine. */
const bucket = z.tuple([z.number(), z.string(), z.string(), z.string()]);
const histogram = z.tuple([z.number(), z.object({ count: z.string(), buckets: z.array(bucket).default([]) })]);
const metric = z.record(z.string(), z.string());
const form = z.object({
  status: z.literal("success"),
  data: z.object({
    resultType: z.literal("vector"),
    result: z.array(z.union([z.object({ metric, value: point }), z.object({ metric, histogram })])),
  }),
});
type Result = z.infer<typeof form>["data"]["result"][number];

/**
 * One instant query, and Prometheus's own clock.
 *
 * @throws AppError `DRIVER_FAILED` whenever the answer is not one: then nothing is known, which is neither good nor bad
 */
export const query = async (
  { url, now }: Pick<PrometheusSettings, "url" | "now">,
  promql: string,
  signal: AbortSignal,
): Promise<Answer> => {
  const asked = now();
  // "time() now" beside it: an empty vector would not say what time it is over there.
  const clock = `label_replace(vector(time()), "${part}", "clock", "", "")`;
  const results = parsed(await posted(url, `${clock} or ${promql}`, signal));
  const answered = now();
  const all = results.flatMap(seriesOf);
  const time = all.find(({ labels }) => labels[part] === "clock")?.value;
  if (time === undefined) throw strange("it does not say what time it is");
  const theirs = time * 1_000;
  return {
    series: all.filter(({ labels }) => labels[part] !== "clock"),
    histograms: results.flatMap(histogramOf),
    theirs,
    ahead: theirs - midway(asked, answered),
  };
};

/** Label that tells the parts of one query apart; in one query they are of one moment. */
export const part = "headgate_part";

/** Parts that are gauges begin with this: they may be below zero, or no number at all. */
export const gaugePart = "gauge ";

const midway = (a: Instant, b: Instant): number => a + (b - a) / 2;

const posted = (url: string, promql: string, signal: AbortSignal): Promise<string> => {
  const api = new URL(url);
  api.pathname = `${api.pathname.replace(/\/+$/, "")}/api/v1/query`;
  api.search = "";
  const asked = {
    url: api,
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ query: promql }).toString(),
  } as const;
  const unreachable = (problem: string, cause: unknown): AppError =>
    failed(problem, "Is Prometheus running there? Nothing was decided from this.", cause);
  return askPage(asked, limits, signal, { unreachable, strange });
};

const strange = (problem: string): AppError =>
  failed(problem, "Try its selectors in Prometheus's own query page. Nothing was decided from this.");

const parsed = (text: string): readonly Result[] => {
  const answer = form.safeParse(json(text));
  if (answer.success) return answer.data.data.result;
  throw strange(`its answer cannot be read: ${text.slice(0, 200)}`);
};

const seriesOf = (one: Result): readonly Series[] => {
  if (!("value" in one)) return [];
  const [labels, text] = [one.metric, one.value[1]];
  return [{ labels, value: labels[part]?.startsWith(gaugePart) === true ? numberOf(text) : countOf(text) }];
};

/** @throws AppError when a count is not whole: histograms of shares of requests are none that can be judged */
const histogramOf = (one: Result): readonly Histogram[] => {
  if (!("histogram" in one)) return [];
  const { count, buckets } = one.histogram[1];
  const whole = (text: string): number => {
    const value = countOf(text);
    if (Number.isSafeInteger(value)) return value;
    throw strange(`${text} in a histogram is not whole`);
  };
  const edges = buckets.map(([, lower, upper, inside]) => ({
    lower: edgeOf(lower),
    upper: edgeOf(upper),
    count: whole(inside),
  }));
  return [{ labels: one.metric, count: whole(count), buckets: edges }];
};

/** A count is a number of 0 or more. @throws AppError otherwise: a NaN must never become a zero (T23) */
const countOf = (text: string): number => {
  const value = numberOf(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw strange(`${text} is no count`);
};

const edgeOf = (text: string): number => {
  const value = numberOf(text);
  if (!Number.isNaN(value)) return value;
  throw strange(`${text} is no edge of a bucket`);
};

/** `+Inf` is how Prometheus writes it. */
export const numberOf = (text: string): number => Number(text.replace(/Inf$/, "Infinity"));
