import { request } from "undici";
import { z } from "zod";
import type { Instant } from "../../../domain/units.ts";
import { AppError } from "../../../errors.ts";
import { failed, type PrometheusSettings } from "./settings.ts";

/** One series at one moment. */
export type Series = { readonly labels: Readonly<Record<string, string>>; readonly value: number };

export type Answer = {
  readonly series: readonly Series[];
  /** The time by Prometheus's own clock, in ms. */
  readonly theirs: number;
  /** ms that its clock is ahead of ours; right to half the time that the answer took. */
  readonly ahead: number;
};

/** ms for an answer. */
const within = 10_000;
/** Bytes of an answer: about 100,000 series. */
const longest = 32_000_000;

/** `"1.5"`, `"+Inf"`, `"NaN"`: Prometheus writes numbers as text, because JSON has not all of them. */
const point = z.tuple([z.number(), z.string()]);
const form = z.object({
  status: z.literal("success"),
  data: z.object({
    resultType: z.literal("vector"),
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: point })),
  }),
});

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
  const text = await posted(url, `${clock} or ${promql}`, signal);
  const answered = now();
  const all = parsed(text).map(({ metric, value: [, value] }) => ({ labels: metric, value: numberOf(value) }));
  const time = all.find(({ labels }) => labels[part] === "clock")?.value;
  if (time === undefined) throw strange("it does not say what time it is");
  const theirs = time * 1_000;
  return {
    series: all.filter(({ labels }) => labels[part] !== "clock"),
    theirs,
    ahead: theirs - midway(asked, answered),
  };
};

/** Label that tells the parts of one query apart; in one query they are of one moment. */
export const part = "headgate_part";

const midway = (a: Instant, b: Instant): number => a + (b - a) / 2;

const posted = async (url: string, promql: string, signal: AbortSignal): Promise<string> => {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(within)]);
  const { origin, pathname, username, password } = new URL(url);
  const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString("base64");
  const authorization = username === "" ? {} : { authorization: `Basic ${login}` };
  try {
    const { statusCode, body } = await request(`${origin}${pathname.replace(/\/+$/, "")}/api/v1/query`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", ...authorization },
      body: new URLSearchParams({ query: promql }).toString(),
      signal: limit,
    });
    const parts: Buffer[] = [];
    let size = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > longest) throw strange(`its answer is longer than ${longest} bytes`);
      parts.push(chunk);
    }
    const text = Buffer.concat(parts).toString();
    if (statusCode !== 200) throw strange(`it answered ${statusCode}: ${text.slice(0, 500)}`);
    return text;
  } catch (error) {
    if (error instanceof AppError) throw error;
    const problem = limit.aborted ? "it was stopped, or took too long" : wordsOf(error as NodeJS.ErrnoException);
    throw failed(`${origin}: ${problem}`, "Is Prometheus running there? Nothing was decided from this.", error);
  }
};

const wordsOf = ({ code, message }: NodeJS.ErrnoException): string => code ?? message;

const strange = (problem: string): AppError =>
  failed(problem, "Try its selectors in Prometheus's own query page. Nothing was decided from this.");

const parsed = (text: string): z.infer<typeof form>["data"]["result"] => {
  const answer = form.safeParse(json(text));
  if (answer.success) return answer.data.data.result;
  throw strange(`its answer cannot be read: ${text.slice(0, 200)}`);
};

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** A count is a number of 0 or more. @throws AppError otherwise: a NaN must never become a zero (T23) */
const numberOf = (text: string): number => {
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw strange(`${text} is no count`);
};
