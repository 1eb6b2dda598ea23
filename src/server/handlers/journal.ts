import { events, listHeads, readBlob, readEntries } from "../../api/routes/journal-routes.ts";
import { accessStream } from "../../domain/access/events.ts";
import { digest } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import { eventLines } from "../event-lines.ts";
import type { FeedHub } from "../feed-hub.ts";
import type { House } from "../house.ts";
import type { Principal } from "../principal.ts";
import { type Served, serve } from "../register.ts";

/** The journal as it is, for clients that fold or follow it. */
export const journalHandlers = (
  { journal, blobs }: Pick<House, "journal" | "blobs">,
  hub: FeedHub,
): readonly Served[] => [
  serve(listHeads, async ({ query: { prefix } }) => ({ heads: [...(await journal.list(prefix))] })),
  serve(readEntries, async ({ query: { stream, after, limit }, who }) => {
    if (stream === accessStream && !administers(who))
      throw new AppError("NOT_PERMITTED", { person: who?.person.id ?? "", permission: "administer" });
    const read = await journal.read(stream, after);
    const entries = read.slice(0, limit);
    return { entries: [...entries], next: read.length > limit ? after + limit : null };
  }),
  serve(readBlob, ({ params }) => blobs.get(digest(params.digest))),
  serve(events, async ({ query: { after, release }, lastEventId, signal, stillIn, who }) =>
    eventLines(hub, {
      after: lastEventId ?? after ?? null,
      wanted: (stream) =>
        release === undefined ? stream !== accessStream || administers(who) : stream === `release/${release}`,
      signal,
      stillIn,
    }),
  ),
];

/** Who comes in from where is for those who look after accounts. */
const administers = (who: Principal | null): boolean => who?.permissions.has("administer") === true;
