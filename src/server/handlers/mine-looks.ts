import { setImmediate } from "node:timers/promises";
import type { MineLooks } from "../../api/to-mine-answer.ts";
import type { Engine, Listed, Place } from "../../conductor/engine.ts";

/** Releases that are read of the index at once. */
const limit = 1_000;

/**
 * Open releases by the index, which costs the same with ten thousand that are over. Between two releases others get
 * their turn: the embedded journal answers at once, and hundreds may be open.
 */
export const mineLooks = ({ page, load, now }: Pick<Engine, "page" | "load" | "now">): MineLooks => ({
  now,
  async list() {
    const found: Listed[] = [];
    for (let after: Place | null | undefined; after !== null; ) {
      const { releases, next } = await page({ phase: "open", limit, after: after ?? null, isForPlacesOnly: true });
      found.push(...releases);
      after = next;
    }
    return found;
  },
  async load(id) {
    await setImmediate();
    return load(id);
  },
});
