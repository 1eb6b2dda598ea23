import { z } from "zod";
import { askJson } from "../ask-json.ts";
import type { DashboardSettings } from "./dashboard.ts";

/** `problem`: why there is no data, in words that follow the signal's name; null where there is. */
export type SignalSeen = { readonly problem: string | null };

type Source = Pick<DashboardSettings, "prometheus" | "within" | "now">;

/** Prometheus looks back so far for the value of a series at a moment, unless it was started otherwise. In ms. */
const lookBack = 300_000;
/** Points that are asked for, at most. */
const points = 60;

/**
 * Whether the query has had a number lately. It is asked for at several moments, none of which looks back further than
 * `within`. NaN is no number: a percentile of no requests is none (T23). What a query computes over a range, such as a
 * rate, is as old as Prometheus says, and a plain series as old as its last sample.
 */
export const lookAtSignal = async (
  source: Source,
  id: string,
  query: string,
  signal: AbortSignal,
): Promise<SignalSeen> => {
  const { within, now } = source;
  const from = now - Math.max(0, within - lookBack);
  const step = Math.max(1_000, Math.ceil((now - from) / points));
  const range = { query, start: seconds(from), end: seconds(now), step: seconds(step) };
  const last = newest(await ask(source, id, "query_range", range, signal));
  if (last === null) return { problem: `has no data in the last ${minutes(within)}` };
  const dated = await ask(source, id, "query", { query: `max(timestamp(${query}))`, time: seconds(last) }, signal);
  const [sample] = dated.flatMap(({ value }) => (value === undefined ? [] : [1_000 * Number(value[1])]));
  if (sample === undefined || sample >= now - within) return { problem: null };
  return { problem: `has data that is ${minutes(now - sample)} old; ${minutes(within)} are allowed` };
};

const seconds = (ms: number): string => (ms / 1_000).toFixed(3);
const minutes = (ms: number): string =>
  ms < 120_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`;

const point = z.tuple([z.number(), z.string()]);
const answer = z.object({
  status: z.literal("success"),
  data: z.object({
    result: z.array(
      z.object({
        value: point.optional(),
        values: z.array(point).optional(),
        histograms: z.array(z.unknown()).optional(),
      }),
    ),
  }),
});
type Series = z.output<typeof answer>["data"]["result"][number];

const ask = async (
  { prometheus: { url, authorization } }: Source,
  id: string,
  how: "query" | "query_range",
  parameters: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<readonly Series[]> => {
  const address = `${url.replace(/\/$/, "")}/api/v1/${how}?${new URLSearchParams(parameters)}`;
  const asked = { who: `Prometheus, asked for ${id}`, url: address, authorization };
  return (await askJson(asked, answer, signal)).data.result;
};

/** Moment of the newest number, in ms. */
const newest = (series: readonly Series[]): number | null => {
  const at = series
    .flatMap(({ values = [] }) => values)
    .filter(([, value]) => !Number.isNaN(toNumber(value)))
    .map(([time]) => 1_000 * time);
  return at.length === 0 ? null : Math.max(...at);
};

const toNumber = (text: string): number =>
  text === "+Inf" ? Number.POSITIVE_INFINITY : text === "-Inf" ? Number.NEGATIVE_INFINITY : Number(text);
