import type { Config } from "../config/config.ts";
import { upcastConfig } from "../config/upcast-config.ts";
import { type EnvironmentEvent, environmentStream } from "../domain/environment.ts";
import { putBy } from "../domain/put-by.ts";
import type { Release } from "../domain/release/release.ts";
import type { Deps } from "./deps.ts";
import { toEvent } from "./entries.ts";
import { foldEntries, releaseStream } from "./load.ts";
import { buildInProduction } from "./reference.ts";

/** The configuration of the release that brought what users had before this one; null when no release did. */
export const earlierConfig = async (
  deps: Pick<Deps, "journal" | "blobs">,
  release: Release,
): Promise<Config | null> => {
  const build = await buildInProduction(deps, release);
  if (build === null) return null;
  const entries = await deps.journal.read(environmentStream(release.service, "production"));
  const by = putBy(
    entries.map((entry) => toEvent<EnvironmentEvent>(entry)),
    build.digest,
  );
  const other = by === null ? undefined : foldEntries(undefined, await deps.journal.read(releaseStream(by)));
  if (other === undefined) return null;
  return upcastConfig(JSON.parse(new TextDecoder().decode(await deps.blobs.get(other.config))));
};
