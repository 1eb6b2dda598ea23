import type { HttpCheck } from "../config/config.ts";
import type { Deps } from "./deps.ts";

export type Seen = {
  readonly problem: string | null;
  readonly status: number;
  readonly body: string;
  readonly millis: number;
};

/** Ask one page and compare with what was declared. Never throws for what the page does; a problem is said in words. */
export const httpCheck = async (
  { fetch, clock }: Pick<Deps, "fetch" | "clock">,
  base: string,
  check: HttpCheck,
  signal: AbortSignal,
  headers: Readonly<Record<string, string>> = {},
): Promise<Seen> => {
  const began = clock.elapsed();
  const elapsed = () => Math.round(clock.elapsed() - began);
  using limit = clock.timeout(check.within);
  try {
    const answer = await fetch(base + check.get, {
      redirect: "manual",
      signal: AbortSignal.any([signal, limit.signal]),
      ...(check.method === undefined ? {} : { method: check.method }),
      ...(check.body === undefined ? {} : { body: check.body }),
      headers: {
        connection: "close",
        ...(check.body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
    });
    const body = await answer.text();
    return { problem: whatIsWrong(check, answer.status, body), status: answer.status, body, millis: elapsed() };
  } catch (error) {
    signal.throwIfAborted();
    return {
      problem: `${check.name}: no answer within ${check.within} ms (${reasonOf(error)})`,
      status: 0,
      body: "",
      millis: elapsed(),
    };
  }
};

const whatIsWrong = ({ name, status, contains }: HttpCheck, seen: number, body: string): string | null => {
  if (seen !== status) return `${name}: answered ${seen} instead of ${status}`;
  return contains !== null && !body.includes(contains) ? `${name}: the answer does not contain "${contains}"` : null;
};

const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
};
