import type { Millis } from "../../domain/units.ts";
import { askPage } from "./ask-page.ts";
import { atPointer } from "./at-pointer.ts";
import { couldNotLook } from "./could-not-look.ts";
import { instantQuery } from "./instant-query.ts";
import { shown } from "./shown.ts";

/** Where a running total is read: a query to Prometheus, or a page with JSON and where in it the number stands. */
export type Counter = { readonly within: Millis } & (
  | { readonly prometheus: string; readonly query: string }
  | { readonly page: string; readonly at: string }
);

/** Null: there is no data. Rejects with `AppError` `PROBE_FAILED` when it cannot be read. */
export const counterOf =
  (counter: Counter) =>
  (signal: AbortSignal): Promise<number | null> =>
    "query" in counter ? byQuery(counter, signal) : byPage(counter, signal);

const byQuery = async (
  { prometheus, query, within }: Extract<Counter, { query: string }>,
  signal: AbortSignal,
): Promise<number | null> => {
  const samples = await instantQuery({ url: prometheus, query, within }, signal);
  if (samples.length > 1)
    throw couldNotLook("metric-delta", `${query} gives ${samples.length} series`, "Write sum(…) around it.");
  const value = Number(samples[0]?.value ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
};

const byPage = async (
  { page, at, within }: Extract<Counter, { page: string }>,
  signal: AbortSignal,
): Promise<number | null> => {
  const asked = await askPage({ url: page, ca: null, within }, signal);
  const failed = (problem: string) => couldNotLook(`metric-delta ${page}`, problem, "See that the page answers.");
  if ("problem" in asked) throw failed(asked.problem);
  if (asked.page.status !== 200) throw failed(`it answered ${asked.page.status}`);
  const value = numberAt(asked.page.body, at);
  if (value === undefined) throw failed(`it is no JSON: ${shown(asked.page.body)}`);
  return value;
};

/** undefined: no JSON; null: no number there. */
const numberAt = (text: string, at: string): number | null | undefined => {
  try {
    const value = atPointer(JSON.parse(text), at);
    return typeof value === "number" && Number.isFinite(value) ? value : null;
  } catch {
    return undefined;
  }
};
