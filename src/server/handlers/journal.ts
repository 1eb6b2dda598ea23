import { events, listHeads, readBlob, readEntries } from "../../api/routes/journal-routes.ts";
import { digest } from "../../domain/units.ts";
import { eventLines } from "../event-lines.ts";
import type { FeedHub } from "../feed-hub.ts";
import type { House } from "../house.ts";
import { type Served, serve } from "../register.ts";

/** The journal as it is, for clients that fold or follow it. */
export const journalHandlers = (
  { journal, blobs }: Pick<House, "journal" | "blobs">,
  hub: FeedHub,
): readonly Served[] => [
  serve(listHeads, async ({ query: { prefix } }) => ({ heads: [...(await journal.list(prefix))] })),
  serve(readEntries, async ({ query: { stream, after, limit } }) => {
    const read = await journal.read(stream, after);
    const entries = read.slice(0, limit);
    return { entries: [...entries], next: read.length > limit ? after + limit : null };
  }),
  serve(readBlob, ({ params }) => blobs.get(digest(params.digest))),
  serve(events, async ({ query: { after, release }, lastEventId, signal, stillIn }) =>
    eventLines(hub, { after: lastEventId ?? after ?? null, release: release ?? null, signal, stillIn }),
  ),
];
