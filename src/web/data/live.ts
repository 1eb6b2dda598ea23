import { useEffect } from "react";
import { events } from "../../api/routes/journal-routes.ts";
import { me } from "../../api/routes/me-routes.ts";
import { AppError } from "../../errors.ts";
import { client } from "./client.ts";
import { setLost } from "./connection.ts";
import { paced } from "./paced.ts";
import { queryClient } from "./query-client.ts";

/** What was asked about these releases. */
const askOfReleases = paced<string>((releases) =>
  queryClient.invalidateQueries({ predicate: ({ queryKey }) => releases.has(releaseOf(queryKey) ?? "") }),
);

/** What was asked about all of them; it costs the server more, and waits for nothing of one release. */
const askOfAll = paced<null>(() =>
  queryClient.invalidateQueries({ predicate: ({ queryKey }) => releaseOf(queryKey) === undefined && !isOwn(queryKey) }),
);

/** What is not of a release may change what was asked about any. */
const askAll = paced<null>(() => queryClient.invalidateQueries());

const releaseOf = ([, params]: readonly unknown[]): string | undefined =>
  ((params ?? {}) as { readonly release?: string }).release;

/** Who is signed in is told by no release. */
const isOwn = ([name]: readonly unknown[]): boolean => name === me.name;

const touch = (stream: string): void => {
  if (stream.startsWith("release/")) {
    askOfReleases(stream.slice("release/".length));
    askOfAll(null);
  } else askAll(null);
};

/** Listens for as long as somebody is signed in; what was missed while nobody could is asked again. */
export const useLive = (isIn: boolean): void => {
  useEffect(() => {
    if (!isIn) return;
    const stop = new AbortController();
    void listen(stop.signal);
    return () => stop.abort();
  }, [isIn]);
};

/** What a page has just asked is seldom old when the stream opens: it is asked again when the page is there, in ms. */
const afterFirst = 1_000;

const listen = async (signal: AbortSignal): Promise<void> => {
  let isFirst = true;
  while (!signal.aborted) {
    try {
      for await (const told of client.follow(events, { query: {}, signal })) {
        if (told.kind === "event") touch((JSON.parse(told.data) as { readonly stream: string }).stream);
        else if (told.kind === "lost") setLost(Date.now());
        else {
          setLost(null);
          if (isFirst) setTimeout(askAll, afterFirst, null);
          else askAll(null);
          isFirst = false;
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
