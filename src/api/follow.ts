import { AppError, catalogue } from "../errors.ts";
import { after, unreachable } from "./client-trouble.ts";
import { readEvents } from "./event-stream.ts";

/**
 * `open`: connected, for the first time or again. What was written while nobody listened is told by no event then.
 * `lost`: the connection broke, and is made anew.
 */
export type Followed =
  | { readonly kind: "open" | "lost" }
  | { readonly kind: "event"; readonly id: string; readonly event: string; readonly data: string };

type Following = {
  readonly url: string;
  /** @param last  id of the last event that came; "" for none */
  readonly connect: (signal: AbortSignal, last: string) => Promise<Response>;
  readonly silence: number;
  readonly signal: AbortSignal;
};

/** How often a stream that was open once is tried again in a row. */
const patience = 30;

/** Until the signal. A stream that cannot be opened at all, or not to this reader any more, rejects. */
export async function* follow({ url, connect, silence, signal }: Following): AsyncGenerator<Followed> {
  let [last, pause, failed, wasOpen] = ["", 1_000, 0, false];
  while (!signal.aborted) {
    const watch = watchdog(url, silence, signal);
    try {
      const answer = await connect(watch.signal, last);
      [failed, wasOpen] = [0, true];
      yield { kind: "open" };
      for await (const told of readEvents(watch.over(answer))) {
        if (told.kind === "retry") pause = told.ms;
        else {
          last = told.id;
          yield told;
        }
      }
    } catch (error) {
      if (signal.aborted) return;
      const problem = error instanceof AppError ? error : unreachable(url, error);
      failed++;
      if (!wasOpen || failed > patience || !passes(problem)) throw problem;
      if (failed === 1) yield { kind: "lost" };
    } finally {
      watch.stop();
    }
    await after(pause, signal).catch(() => undefined); // it only rejects when it is time to stop
  }
}

/** A server that starts anew, or a proxy before it. */
const passes = ({ code }: AppError): boolean => catalogue[code].status === 429 || catalogue[code].status >= 500;

/** Ends a connection on which nothing came for so long, for a broken one may never say so. */
const watchdog = (url: string, silence: number, signal: AbortSignal) => {
  const dead = new AbortController();
  const bark = (): void => dead.abort(unreachable(url, `nothing came for ${silence} ms`));
  let timer = setTimeout(bark, silence);
  return {
    signal: AbortSignal.any([signal, dead.signal]),
    async *over({ body }: Response): AsyncGenerator<Uint8Array> {
      for await (const piece of (body ?? []) as AsyncIterable<Uint8Array>) {
        clearTimeout(timer);
        timer = setTimeout(bark, silence);
        yield piece;
      }
    },
    stop: () => {
      clearTimeout(timer);
      dead.abort();
    },
  };
};
