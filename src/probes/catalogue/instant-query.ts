import type { Millis } from "../../domain/units.ts";
import { askPage } from "./ask-page.ts";
import { couldNotLook } from "./could-not-look.ts";
import { shown } from "./shown.ts";
import { filled } from "./variables.ts";

export type InstantQuery = {
  /** Of Prometheus; `$NAME` in it stands for a variable. */
  readonly url: string;
  readonly query: string;
  readonly within: Millis;
};

/** One series: its labels as one text, and its value as Prometheus writes it. */
export type Sampled = { readonly labels: string; readonly value: string };

/**
 * What a query comes to now; none is an answer too.
 *
 * @throws AppError `PROBE_FAILED` whenever Prometheus does not answer whole
 */
export const instantQuery = async (asked: InstantQuery, signal: AbortSignal): Promise<readonly Sampled[]> => {
  const probe = "prometheus";
  const { text, hide } = filled(probe, asked.url);
  const failed = (problem: string) =>
    couldNotLook(probe, hide(problem), "Try the query in Prometheus's own page; nothing was decided from this.");
  const request = posted(text, asked.query);
  if (request === null) throw failed("its address cannot be read");
  const page = await askPage({ ...request, ca: null, within: asked.within }, signal);
  if ("problem" in page) throw failed(page.problem);
  const { status, body } = page.page;
  if (status !== 200) throw failed(`it answered ${status}: ${shown(body)}`);
  return samplesOf(body) ?? fail(failed(`its answer cannot be read or is not whole: ${shown(body)}`));
};

const fail = (error: Error): never => {
  throw error;
};

const posted = (base: string, query: string) => {
  if (!/^https?:/.test(base) || !URL.canParse(base)) return null;
  const url = new URL(base);
  const login = Buffer.from(`${decoded(url.username)}:${decoded(url.password)}`).toString("base64");
  const basic = url.username === "" ? {} : { authorization: `Basic ${login}` };
  Object.assign(url, { username: "", password: "", search: "" });
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/api/v1/query`;
  const body = new URLSearchParams({ query }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded", ...basic };
  return { url: url.href, method: "POST", body, headers };
};

/** What is no escape is meant as it stands. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Numbers come as text, because JSON has no NaN. Null for anything else, and where a part of it is missing (T22). */
const samplesOf = (body: string): readonly Sampled[] | null => {
  const answer = parsed(body);
  const data = field(answer, "data");
  const [type, result, warnings] = [field(data, "resultType"), field(data, "result"), field(answer, "warnings")];
  if (field(answer, "status") !== "success" || !Array.isArray(result)) return null;
  if (Array.isArray(warnings) && warnings.length > 0) return null;
  if (type === "scalar") return sampled([{ metric: {}, value: result }]);
  return type === "vector" ? sampled(result) : null;
};

const sampled = (result: readonly unknown[]): readonly Sampled[] | null => {
  const samples = result.map((one) => {
    const [value, metric] = [field(one, "value"), field(one, "metric")];
    return Array.isArray(value) && typeof value[1] === "string"
      ? { labels: JSON.stringify(metric ?? {}), value: value[1] }
      : null;
  });
  return samples.includes(null) ? null : samples.filter((one) => one !== null);
};

const field = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
