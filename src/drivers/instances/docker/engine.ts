import { Agent, type Dispatcher, request } from "undici";
import { z } from "zod";
import { failed, unlessCalledOff } from "./settings.ts";

/**
 * The few calls of the Docker Engine API that are needed. The path has no version, so that the engine answers in its
 * own: old versions are dropped by new engines, and what is used here has been the same since 1.24.
 */
export type Engine = {
  /** Waits for the head of the answer. @throws AppError `DRIVER_FAILED` when there is none */
  ask(what: Question, signal: AbortSignal): Promise<Answer>;
};

export type Question = {
  /** In words, for errors: `listing containers`. */
  readonly act: string;
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

export type Answer = { readonly status: number; readonly body: Dispatcher.ResponseData["body"] };

/** Bytes of an answer that are read at most; the list of 10 000 containers has fewer. */
const longest = 32 * 1024 * 1024;

export const openEngine = (socket: string): Engine => {
  // No connection is kept: a restarted engine would have closed it. No time limits of its own: stopping takes long.
  const dispatcher = new Agent({ connect: { socketPath: socket }, pipelining: 0, headersTimeout: 0, bodyTimeout: 0 });
  return {
    async ask({ act, method, path, query, body }, signal) {
      const headers = body === undefined ? {} : { "content-type": "application/json" };
      try {
        const asked = { dispatcher, method, headers, signal, body: body === undefined ? null : JSON.stringify(body) };
        const answer = await request(`http://engine${path}?${new URLSearchParams(query)}`, asked);
        return { status: answer.statusCode, body: answer.body };
      } catch (error) {
        unlessCalledOff(signal, act);
        const problem = `the engine at ${socket} does not answer (${(error as Error).message})`;
        throw failed(act, problem, "Does dockerd run, and may this user open its socket?", { cause: error });
      }
    },
  };
};

/** The answer as JSON of this shape. */
export const readAs = async <T>(act: string, { body }: Answer, shape: z.ZodType<T>): Promise<T> => {
  const read = shape.safeParse(JSON.parse((await text(act, body)) || "null"));
  if (read.success) return read.data;
  const problem = `the engine answered something else than expected: ${z.prettifyError(read.error)}`;
  throw failed(act, problem, "Is it a Docker Engine of 20.10 or later?");
};

/** What the engine says went wrong. It ends the answer. */
export const complaint = async (act: string, { status, body }: Answer): Promise<string> => {
  const said = await text(act, body);
  try {
    return `${z.object({ message: z.string() }).parse(JSON.parse(said)).message} (${status})`;
  } catch {
    return `${said.slice(0, 500)} (${status})`;
  }
};

/** Lines of an answer as they come. */
export const linesOf = async function* ({ body }: Answer): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of body.setEncoding("utf8")) {
    const lines = `${rest}${chunk as string}`.split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > longest) throw new Error("a line has no end");
    yield* lines;
  }
  if (rest !== "") yield rest;
};

const text = async (act: string, body: Answer["body"]): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      size += (chunk as Buffer).length;
      if (size > longest) throw new Error(`the answer has more than ${longest} bytes`);
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    throw failed(act, `the engine's answer broke off (${(error as Error).message})`, "Ask again.", { cause: error });
  }
  return Buffer.concat(chunks).toString();
};
