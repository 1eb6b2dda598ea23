import type { z } from "zod";
import type { Client } from "../../api/client.ts";
import { listHeads, readBlob, readEntries } from "../../api/routes/journal-routes.ts";
import type { Digest } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import type { Blobs, Entry, Journal, StreamHead } from "../../journal/port.ts";
import { localOnly } from "./local-only.ts";
import type { ServerClock } from "./server-clock.ts";

type Page = z.infer<NonNullable<Exclude<(typeof readEntries)["answer"], string>>>;

/** Of one page of entries. */
const limit = 5_000;

/** The server's journal, to read. What is written is written there. */
export const remoteJournal = (client: Client, { saw }: Pick<ServerClock, "saw">): Journal => ({
  async read(stream, after = 0) {
    const found: Entry[] = [];
    for (let from: number | null = after; from !== null; ) {
      const page: Page = await client.call(readEntries, { query: { stream, after: from, limit } });
      // As the journal keeps them; the route says their shape and not their brands.
      for (const entry of page.entries) found.push(entry as unknown as Entry);
      from = page.next;
    }
    const last = found.at(-1);
    if (last !== undefined) saw(last.at);
    return found;
  },
  list: async (prefix) =>
    (await client.call(listHeads, { query: { prefix } })).heads as unknown as readonly StreamHead[],
  append: () => Promise.reject(localOnly("Writing into the journal itself")),
  close: async () => undefined,
});

/** What goes by its digest never changes: it is asked for once, and is what it should be. */
export const remoteBlobs = (client: Client, digestOfBytes: (bytes: Uint8Array) => Digest): Blobs => {
  const known = new Map<Digest, Promise<Uint8Array>>();
  const load = async (digest: Digest): Promise<Uint8Array> => {
    const bytes = await client.download(readBlob, { params: { digest } });
    if (digestOfBytes(bytes) !== digest) throw new AppError("BLOB_DAMAGED", { digest });
    return bytes;
  };
  return {
    get: (digest) => {
      const found = known.get(digest) ?? load(digest);
      known.set(digest, found);
      return found;
    },
    put: () => Promise.reject(localOnly("Keeping a file under its digest")),
  };
};
