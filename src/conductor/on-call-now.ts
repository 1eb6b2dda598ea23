import { onCallAt } from "../domain/on-call.ts";
import type { Deps } from "./deps.ts";
import type { Loaded } from "./load.ts";
import { rosterOf } from "./roster.ts";

/**
 * Ids of whom the roster has on call now; null where headgate.yaml has no roster.
 *
 * @throws AppError when the roster cannot be read: then nobody can say who is on call
 */
export const onCallNow = async (deps: Deps, loaded: Loaded): Promise<readonly string[] | null> =>
  loaded.config.onCall === null ? null : onCallAt((await rosterOf(deps, loaded)).shifts, deps.now());
