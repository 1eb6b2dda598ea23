import { createClient } from "./api/client.ts";
import { me } from "./api/routes/me-routes.ts";
import { type Remote, remoteEngine } from "./cli/remote/remote-engine.ts";
import type { RemoteSettings } from "./cli/remote/remote-settings.ts";
import { remoteBlobs, remoteJournal } from "./cli/remote/remote-store.ts";
import { serverClock } from "./cli/remote/server-clock.ts";
import type { Signing } from "./cli/remote/sign-there.ts";
import type { Instant } from "./domain/units.ts";
import { canonical } from "./journal/canonical.ts";
import { sha256 } from "./journal/chain.ts";

/** The engine of a server, reached by its token. @throws AppError `SERVER_UNREACHABLE`, `NOT_SIGNED_IN` */
export const composeRemote = async (
  { url, token }: RemoteSettings,
  io: Signing & { readonly now: () => Instant },
): Promise<Remote> => {
  const clock = serverClock(io.now);
  const heard: typeof fetch = async (...asked) => {
    const sent = io.now();
    const answer = await fetch(...asked);
    clock.heard(answer.headers.get("date"), sent, io.now());
    return answer;
  };
  const client = createClient({ url, token, fetch: heard });
  // Tells who asks and what time it is there, before anything else.
  const { person } = await client.call(me, {});
  return remoteEngine({
    client,
    journal: remoteJournal(client, clock),
    blobs: remoteBlobs(client, sha256),
    digestOf: (value) => sha256(canonical(value)),
    now: clock.now,
    person,
    packZip: async (folder, file) => (await import("./drivers/packages/pack-zip.ts")).packZip(folder, file),
    io,
  });
};
