import { request } from "undici";
import { AppError } from "../../errors.ts";

export type Asked = {
  /** A name and a password in it are sent as basic authentication. */
  readonly url: URL;
  readonly method: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

export type Limits = {
  /** ms for the whole answer. */
  readonly within: number;
  /** Bytes of an answer. */
  readonly longest: number;
};

export type Trouble = {
  /** Nobody answered, or too late. */
  unreachable(problem: string, cause: unknown): AppError;
  /** The answer is not one. */
  strange(problem: string): AppError;
};

/**
 * The text of one page, whole or not at all. Redirects are not followed: what another host says was not asked for.
 *
 * @throws AppError of `trouble` for any other status than 200 as well
 */
export const askPage = async (
  { url, method, headers = {}, body = "" }: Asked,
  { within, longest }: Limits,
  signal: AbortSignal,
  trouble: Trouble,
): Promise<string> => {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(within)]);
  const bytes = method === "GET" ? null : body;
  try {
    const answer = await request(`${url.origin}${url.pathname}${url.search}`, {
      method,
      headers: { ...headers, ...authorization(url) },
      body: bytes,
      signal: limit,
    });
    const text = await textOf(answer.body, longest, trouble);
    if (answer.statusCode === 200) return text;
    const to = answer.headers.location === undefined ? "" : ` to ${answer.headers.location}, which is not followed`;
    throw trouble.strange(`it answered ${answer.statusCode}${to}: ${text.slice(0, 500)}`);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const problem = limit.aborted ? "it was stopped, or took too long" : wordsOf(error as NodeJS.ErrnoException);
    throw trouble.unreachable(`${url.origin}: ${problem}`, error);
  }
};

const textOf = async (body: AsyncIterable<Buffer>, longest: number, trouble: Trouble): Promise<string> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > longest) throw trouble.strange(`its answer is longer than ${longest} bytes`);
    parts.push(chunk);
  }
  return Buffer.concat(parts).toString();
};

const authorization = ({ username, password }: URL): Readonly<Record<string, string>> => {
  if (username === "") return {};
  const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString("base64");
  return { authorization: `Basic ${login}` };
};

const wordsOf = ({ code, message }: NodeJS.ErrnoException): string => code ?? message;

/** @returns undefined when it is no JSON, which `null` is */
export const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
