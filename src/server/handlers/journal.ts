import { events, listHeads, readBlob, readEntries } from "../../api/routes/journal-routes.ts";
import { accessStream } from "../../domain/access/events.ts";
import { digest } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import { eventLines } from "../event-lines.ts";
import type { FeedHub } from "../feed-hub.ts";
import type { House } from "../house.ts";
import { mostStreams, type Places, places as placesFor } from "../places.ts";
import type { Principal } from "../principal.ts";
import { type Served, serve } from "../register.ts";
import { signedIn } from "./me.ts";

type Needed = Pick<House, "journal" | "blobs" | "feed" | "gate">;

/** The journal as it is, for clients that fold or follow it. */
export const journalHandlers = (
  { journal, blobs, feed, gate }: Needed,
  hub: FeedHub,
  places: Places = placesFor(mostStreams),
): readonly Served[] => [
  serve(listHeads, async ({ query: { prefix }, who }) => {
    const isTold = toldTo(signedIn(who));
    return { heads: (await journal.list(prefix)).filter(({ stream }) => isTold(stream)) };
  }),
  serve(readEntries, async ({ query: { stream, after, limit }, who, address }) => {
    if (!toldTo(signedIn(who))(stream)) {
      await gate.refused(who, { route: readEntries.name, code: "NOT_PERMITTED", address });
      throw new AppError("NOT_PERMITTED", { person: signedIn(who).person.id, permission: "administer" });
    }
    const read = await journal.read(stream, after);
    const entries = read.slice(0, limit);
    return { entries: [...entries], next: read.length > limit ? after + limit : null };
  }),
  serve(readBlob, ({ params }) => blobs.get(digest(params.digest))),
  serve(events, async ({ query: { after, release }, lastEventId, signal, stillIn, who, address }) => {
    places.take(signedIn(who).person.id, address, signal);
    const from = lastEventId ?? after ?? null;
    // Said now or never: a stream that has begun can only be cut off.
    if (from !== null) await feed.after(from, 1);
    const isTold = toldTo(signedIn(who));
    const wanted = (stream: string): boolean =>
      isTold(stream) && (release === undefined || stream === `release/${release}`);
    return eventLines(hub, { after: from, wanted, signal, stillIn });
  }),
];

/** Who signs in when and from where, and whose account is locked, is for those who look after accounts. */
const toldTo =
  ({ permissions }: Principal) =>
  (stream: string): boolean =>
    stream !== accessStream || permissions.has("administer");
