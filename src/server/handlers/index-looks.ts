import { setImmediate } from "node:timers/promises";
import type { Engine, Listed, Place, ReleaseQuery } from "../../conductor/engine.ts";

/** Releases that are read of the index at once. */
const limit = 1_000;

type Looks = Pick<Engine, "load" | "now"> & { list(): Promise<readonly Listed[]> };

/**
 * Releases by the index, which knows ten thousand without reading one of them. Between two releases others get their
 * turn: the embedded journal answers at once, and hundreds may be looked at. Nobody looks on for whoever hung up.
 */
export const indexLooks = (
  { page, load, now }: Pick<Engine, "page" | "load" | "now">,
  which: Pick<ReleaseQuery, "phase" | "service">,
  signal: AbortSignal,
): Looks => ({
  now,
  async list() {
    const found: Listed[] = [];
    for (let after: Place | null | undefined; after !== null; ) {
      const { releases, next } = await page({ ...which, limit, after: after ?? null, isForPlacesOnly: true });
      found.push(...releases);
      after = next;
    }
    return found;
  },
  async load(id) {
    await setImmediate(undefined, { signal });
    return load(id);
  },
});
