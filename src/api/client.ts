import { AppError } from "../errors.ts";
import { accepted, addressOf, requestOf } from "./client-request.ts";
import { after, jsonOf, sayIssues, strange, unreachable } from "./client-trouble.ts";
import { type Followed, follow } from "./follow.ts";
import type { Route } from "./route.ts";

export type ClientOptions = {
  /** Where the server is, such as https://headgate.example.org; a path in it stands before those of the routes. */
  readonly url: string;
  /** Absent: the browser's cookie says who asks. */
  readonly token?: string;
  readonly fetch: typeof fetch;
  /** How long to wait before each further try of what may be repeated, in ms. */
  readonly again?: readonly number[];
  /** How long an event stream may say nothing at all, in ms; the server sends a sign of life every 15 s. */
  readonly silence?: number;
};

/** What is asked of a route. What it does not take need not be given. */
export type Asked<Params, Query, Body> = Part<"params", Params> &
  Part<"query", Query> &
  Part<"body", Body> & {
    /** For a route that takes bytes. */
    readonly bytes?: Blob | Uint8Array<ArrayBuffer>;
    /** For a route that may be repeated: the same request is done once, however often it is sent. */
    readonly idempotencyKey?: string;
    readonly signal?: AbortSignal;
  };
type Part<Name extends string, T> =
  Record<never, never> extends T ? { readonly [Key in Name]?: T } : { readonly [Key in Name]: T };

export type AnyAsked = Asked<unknown, unknown, unknown>;
export type Client = ReturnType<typeof createClient>;

/**
 * Calls routes by their own schemas. What the server refuses is thrown as the `AppError` that it was there; besides,
 * `SERVER_UNREACHABLE`, `SERVER_STRANGE`, and `INPUT_INVALID` for what no server would take.
 */
export const createClient = (options: ClientOptions) => {
  const { url, again = [200, 1_000], silence = 45_000 } = options;

  /** Once more where no answer came at all and that does nothing twice. */
  const send = async (route: Route, asked: AnyAsked, headers: Readonly<Record<string, string>> = {}) => {
    const [to, init] = [addressOf(url, route, asked), requestOf(options.token, route, asked, headers)];
    const pauses = route.method === "GET" || asked.idempotencyKey !== undefined ? again : [];
    for (let attempt = 0; ; attempt++) {
      try {
        return await accepted(url, await options.fetch(to, init));
      } catch (error) {
        asked.signal?.throwIfAborted();
        if (error instanceof AppError) throw error;
        const pause = pauses[attempt];
        if (pause === undefined) throw unreachable(url, error);
        await after(pause, asked.signal);
      }
    }
  };

  return {
    /** What a route that answers JSON, or nothing, has to say. */
    async call<Params, Query, Body, Answer>(
      route: Route<Params, Query, Body, Answer>,
      asked: Asked<Params, Query, Body>,
    ): Promise<Answer> {
      const answer = await send(route as Route, asked as AnyAsked);
      const { answer: shape } = route;
      if (shape === null) return undefined as Answer;
      if (typeof shape === "string") throw new RangeError(`${route.name} answers ${shape}`);
      const read = shape.safeParse(jsonOf(await whole(url, answer.text())));
      if (read.success) return read.data;
      throw strange(url, sayIssues(read.error));
    },

    async download<Params, Query, Body>(
      route: Route<Params, Query, Body>,
      asked: Asked<Params, Query, Body>,
    ): Promise<Uint8Array> {
      const answer = await send(route as Route, asked as AnyAsked);
      return new Uint8Array(await whole(url, answer.arrayBuffer()));
    },

    /**
     * The event stream until the signal. A connection that breaks or falls silent is made anew, and goes on after the
     * last event that came.
     */
    follow<Params, Query, Body>(
      route: Route<Params, Query, Body>,
      asked: Asked<Params, Query, Body> & { readonly signal: AbortSignal },
    ): AsyncGenerator<Followed> {
      const connect = (signal: AbortSignal, last: string): Promise<Response> =>
        send(route as Route, { ...(asked as AnyAsked), signal }, last === "" ? {} : { "last-event-id": last });
      return follow({ url, connect, silence, signal: asked.signal });
    },
  };
};

/** An answer that breaks off in the middle is none. */
const whole = async <T>(url: string, reading: Promise<T>): Promise<T> => {
  try {
    return await reading;
  } catch (error) {
    throw unreachable(url, error);
  }
};
