import type { Look } from "../port.ts";
import { answered } from "./answered.ts";
import { type Asked, askPage } from "./ask-page.ts";
import { type HttpExpected, httpProblems } from "./http-problems.ts";
import { filled } from "./variables.ts";

export type HttpSettings = HttpExpected & {
  readonly method: string;
  /** Headers to send; `$NAME` in a value stands for a variable. */
  readonly send: Readonly<Record<string, string>>;
  readonly ca: string | null;
  readonly within: PageLimit;
};
type PageLimit = Parameters<typeof askPage>[0]["within"];

/** One page, held against all that was asked of it. That nobody answers, or not in time, is an answer and no error. */
export const http: Look<HttpSettings> = async (settings, signal) => {
  const { url, method, send, ca, within } = settings;
  const where = `${method} ${url}`;
  const sent = Object.entries(send).map(([name, text]) => [name, filled(`http ${where}`, text)] as const);
  const headers = Object.fromEntries(sent.map(([name, { text }]) => [name, text]));
  const asked: Asked = await askPage({ url, method, headers, ca, within }, signal);
  const problems = "page" in asked ? httpProblems(settings, asked.page) : [asked.problem];
  const hidden = problems.map((problem) => sent.reduce((rest, [, { hide }]) => hide(rest), problem));
  return answered("http", where, hidden, "page" in asked ? { millis: asked.page.took } : {});
};
