import type { Client } from "../../api/client.ts";
import { project } from "../../api/routes/project-routes.ts";
import { listReleases } from "../../api/routes/release-routes.ts";
import type { Deps } from "../../conductor/deps.ts";
import type { Engine, Listed } from "../../conductor/engine.ts";
import { loader as makeLoader } from "../../conductor/load.ts";
import { readingEngine } from "../../conductor/reading-engine.ts";
import type { Config } from "../../config/config.ts";
import type { Process } from "../../domain/process/process.ts";
import { type Instant, instant } from "../../domain/units.ts";
import type { Blobs } from "../../journal/port.ts";
import { environmentActs } from "./environment-acts.ts";
import { evidenceActs } from "./evidence-acts.ts";
import { followRelease } from "./follow-release.ts";
import { localOnly } from "./local-only.ts";
import type { Person } from "./person.ts";
import { releaseActs } from "./release-acts.ts";
import type { RemoteHands } from "./remote-hands.ts";

/** The engine of a server, with what the command line has to know of that. */
export type Remote = Engine &
  AsyncDisposable & {
    /** Whose token it is: whoever acts. */
    readonly person: Person;
    /** Both files, as they lie there. */
    readonly project: () => Promise<{ readonly config: Config; readonly process: Process }>;
  };

type Parts = RemoteHands & Pick<Deps, "digestOf"> & { readonly blobs: Blobs; readonly now: () => Instant };

/**
 * An engine over a server's API. What reads is the very code that reads a journal at home, so that every answer is the
 * same (R207); what changes anything or looks at the world is asked of the server, where the rules are.
 */
export const remoteEngine = (parts: Parts): Remote => {
  const { client, journal, blobs, now, digestOf, person } = parts;
  const loader = makeLoader({ journal, blobs });
  const reading = readingEngine({ journal, blobs, now, digestOf }, loader);
  return {
    ...reading,
    ...releaseActs(parts),
    ...evidenceActs(parts),
    ...environmentActs(parts),
    person,
    // By the server's own list: to fold ten thousand histories here would mean to fetch them.
    list: () => listAll(client),
    page: () => Promise.reject(localOnly("A page of the list")),
    conduct: (id, options) => followRelease({ client, loader, reading }, id, options),
    conductMany: () => Promise.reject(localOnly("Conducting")),
    backUp: () => Promise.reject(localOnly("A backup")),
    watchEnvironments: () => Promise.reject(localOnly("Watching over environments")),
    project: async () => (await client.call(project, {})) as never,
    [Symbol.asyncDispose]: async () => undefined,
  };
};

const listAll = async (client: Client): Promise<readonly Listed[]> => {
  const found: Listed[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = { limit: 200, ...(cursor === undefined ? {} : { cursor }) };
    const { releases, next } = await client.call(listReleases, { query });
    found.push(...releases.map((one) => ({ ...one, updatedAt: instant(Date.parse(one.updatedAt)) })));
    cursor = next;
  }
  return found;
};
