import type { Engine } from "../../conductor/engine.ts";

/** How many releases of a service are open at once, at most, to be looked through. */
const most = 20;

/**
 * The release that whatever happens in an environment is about: the one whose rollout holds it, else the open one whose
 * build runs there. Null: none is under way, and what runs there is nobody's to take back.
 */
export const releaseIn = async (engine: Engine, service: string, environment: string): Promise<string | null> => {
  const { heldBy, runs } = await engine.readEnvironment(service, environment);
  if (heldBy !== null) return heldBy.release;
  if (runs === null) return null;
  const { releases } = await engine.page({ service, phase: "open", limit: most, after: null });
  for (const { id } of releases) if ((await engine.load(id)).release.build.digest === runs.digest) return id;
  return null;
};
