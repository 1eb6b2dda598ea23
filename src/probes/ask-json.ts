import type { z } from "zod";
import { AppError } from "../errors.ts";
import { authorizationHeader } from "./authorization-header.ts";

/** An address that somebody else's service answers at, and the variable with the header that lets us in. */
export type Asked = {
  /** Whom an error is about. */
  readonly who: string;
  readonly url: string;
  /** `$NAME`: the variable that holds the whole header. It goes nowhere else. */
  readonly authorization: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON by POST. */
  readonly body?: unknown;
};

/** A service that takes longer for one answer is no help at night either. In ms. */
const patience = 10_000;
/** An answer of a store that is asked for some lines is small; 16 MiB. */
const largest = 16 * 1024 * 1024;

/**
 * What a service answers, of the shape that its manual promises.
 *
 * @throws AppError `PROBE_FAILED` when it is not there, says no, or says something else
 */
export const askJson = async <T>(asked: Asked, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> => {
  const text = await askText(asked, signal);
  const read = schema.safeParse(parsed(asked, text));
  if (read.success) return read.data;
  const [first] = read.error.issues;
  throw failed(asked, `its answer has not the promised shape (${first?.path.join(".")}: ${first?.message})`);
};

export const askText = async (asked: Asked, signal: AbortSignal): Promise<string> => {
  const { url, headers, body } = asked;
  const limit = AbortSignal.timeout(patience);
  const answer = await reach(
    asked,
    () =>
      fetch(url, {
        method: body === undefined ? "GET" : "POST",
        headers: {
          accept: "application/json",
          ...authorizationHeader(asked.who, asked.authorization),
          ...typeOf(body),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        // Elsewhere the header would reach somebody whom nobody named.
        redirect: "error",
        signal: AbortSignal.any([signal, limit]),
      }),
    signal,
  );
  const text = await reach(asked, () => bounded(answer), signal);
  if (!answer.ok) throw failed(asked, `it answered ${answer.status}: ${text.slice(0, 200).trim() || "nothing more"}`);
  return text;
};

const typeOf = (body: unknown) => (body === undefined ? {} : { "content-type": "application/json" });

const bounded = async (answer: Response): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > largest) throw new Error(`its answer is larger than ${largest / 1024 / 1024} MiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
};

const parsed = (asked: Asked, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw failed(asked, `its answer is not JSON: ${text.slice(0, 80).trim()}`);
  }
};

const reach = async <T>(asked: Asked, act: () => Promise<T>, signal: AbortSignal): Promise<T> => {
  try {
    return await act();
  } catch (error) {
    signal.throwIfAborted();
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw failed(asked, cause instanceof Error ? cause.message : String(cause), cause);
  }
};

const failed = ({ who, url }: Asked, problem: string, cause?: unknown): AppError => {
  const { origin, pathname } = new URL(url);
  const fix = "See that it runs, that this machine may ask it, and that its address is right.";
  return new AppError("PROBE_FAILED", { probe: `${who} (${origin}${pathname})`, problem, fix }, { cause });
};
