import type { Gatekeeper } from "../gatekeeper.ts";
import type { AccessDeps } from "./access-deps.ts";
import { authenticate } from "./authenticate.ts";
import { reauthenticate } from "./reauthenticate.ts";
import { recordRefused } from "./refusals.ts";

/** By the accounts, sessions and tokens of the vault. */
export const createGatekeeper = (deps: AccessDeps): Gatekeeper => ({
  authenticate: (shown) => authenticate(deps, shown),
  reauthenticate: (who, given) => reauthenticate(deps, who, given),
  refused: (who, what) => recordRefused(deps, who, what),
});
