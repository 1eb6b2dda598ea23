import { useEffect } from "react";
import { events } from "../../api/routes/journal-routes.ts";
import { AppError } from "../../errors.ts";
import { client } from "./client.ts";
import { setLost } from "./connection.ts";
import { queryClient } from "./query-client.ts";

/** One line of history, as far as a page needs it. */
export type Line = { readonly stream: string; readonly type: string; readonly at: number; readonly data: unknown };

type Hear = (line: Line) => void;
const hearers = new Set<Hear>();

/** For what is drawn from the lines themselves. */
export const hearLines = (hear: Hear): (() => void) => {
  hearers.add(hear);
  return () => hearers.delete(hear);
};

/** No more often than this, in ms, however much happens. */
const pace = 200;

const stale = new Set<string>();
let timer: ReturnType<typeof setTimeout> | null = null;

/** What was asked about this stream, or about all, is asked again: the first time at once, then at our pace. */
const touch = (stream: string): void => {
  stale.add(stream);
  if (timer !== null) return;
  flush();
  timer = setTimeout(() => {
    timer = null;
    if (stale.size > 0) touch([...stale][0] ?? "");
  }, pace);
};

const flush = (): void => {
  const streams = [...stale];
  stale.clear();
  const releases = new Set(streams.filter(isOfRelease).map((one) => one.slice("release/".length)));
  void queryClient.invalidateQueries({
    predicate: ({ queryKey: [, params] }) => {
      const { release } = (params ?? {}) as { readonly release?: string };
      return release === undefined || releases.has(release) || releases.size < streams.length;
    },
  });
};

const isOfRelease = (stream: string): boolean => stream.startsWith("release/");

/** Listens for as long as somebody is signed in; what was missed while nobody could is asked again. */
export const useLive = (isIn: boolean): void => {
  useEffect(() => {
    if (!isIn) return;
    const stop = new AbortController();
    void listen(stop.signal);
    return () => stop.abort();
  }, [isIn]);
};

const listen = async (signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    try {
      for await (const told of client.follow(events, { query: {}, signal })) {
        if (told.kind === "event") hear(told.data);
        else if (told.kind === "lost") setLost(Date.now());
        else {
          setLost(null);
          void queryClient.invalidateQueries();
        }
      }
    } catch (error) {
      if (signal.aborted) return;
      setLost(Date.now());
      if (error instanceof AppError && error.code === "NOT_SIGNED_IN") void queryClient.invalidateQueries();
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
  }
};

const hear = (data: string): void => {
  const line = JSON.parse(data) as Line;
  for (const each of hearers) each(line);
  touch(line.stream);
};
