import { toEvent } from "../conductor/entries.ts";
import { describe } from "../domain/release/describe.ts";
import type { ReleaseEvent } from "../domain/release/events.ts";
import type { Fed, Position } from "../journal/port.ts";
import type { FeedHub } from "./feed-hub.ts";

/** A line that says nothing, so that proxies keep the connection, in ms. */
const heartbeat = 15_000;

type Asked = {
  readonly after: Position | null;
  /** Streams that are told. */
  readonly wanted: (stream: string) => boolean;
  readonly signal: AbortSignal;
  /** Whether whoever listens is still signed in. */
  readonly stillIn: () => Promise<boolean>;
};

/**
 * The feed as server-sent events; the id of each is the position after it. It ends when whoever listens is signed out,
 * which is looked at in every silence and once a minute.
 * @source WHATWG HTML, section 9.2: Server-sent events
 */
export async function* eventLines(
  hub: FeedHub,
  { after, wanted, signal, stillIn }: Asked,
  now: () => number = performance.now.bind(performance),
): AsyncGenerator<string> {
  let asked = now();
  yield "retry: 1000\n\n";
  for await (const fed of hub.follow(after, heartbeat, signal)) {
    if (fed.length === 0 || now() - asked > 60_000) {
      if (!(await stillIn())) return;
      asked = now();
    }
    yield fed.length === 0
      ? ": \n\n"
      : fed
          .filter(({ stream }) => wanted(stream))
          .map(toLines)
          .join("");
  }
}

const toLines = ({ position, stream, version, entry }: Fed): string => {
  const data = entry === null ? { stream, version, problem: "cannot be read" } : { ...entry, says: wordsOf(entry) };
  return `id: ${position}\nevent: entry\ndata: ${JSON.stringify(data)}\n\n`;
};

/** Releases have words for everything; what other streams tell is in their data. */
const wordsOf = (entry: NonNullable<Fed["entry"]>): string =>
  entry.stream.startsWith("release/") ? describe(toEvent<ReleaseEvent>(entry)) : entry.type;
