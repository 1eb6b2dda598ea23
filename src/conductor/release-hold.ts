import type { EnvironmentState } from "../domain/environment.ts";
import { AppError } from "../errors.ts";
import type { Deps } from "./deps.ts";
import type { ReleaseHoldRequest } from "./engine.ts";
import { readEnvironment, writeEnvironment } from "./environment-store.ts";
import { requireOwner } from "./require-owner.ts";

/**
 * A person says why a build that was rolled back here for cause may be tried again (T47).
 *
 * @throws AppError `NOT_HELD_BACK`, `REASON_MISSING`, `AGENT_FORBIDDEN`, `ROLE_MISSING`
 */
export const releaseHold = async (
  deps: Pick<Deps, "journal" | "now">,
  request: ReleaseHoldRequest,
): Promise<EnvironmentState> => {
  const { config, environment, version, by, reason } = request;
  const act = `releasing ${version} for ${environment}`;
  requireOwner(request, act);
  if (reason.trim() === "") throw new AppError("REASON_MISSING", { act });
  const state = await readEnvironment(deps, config.service, environment);
  const held = state.heldBack.find(({ build }) => build.version === version || build.digest === version);
  if (held === undefined) {
    const all = state.heldBack.map(({ build }) => build.version).join(", ");
    throw new AppError("NOT_HELD_BACK", { environment, version, all: all === "" ? "none" : all });
  }
  const { build } = held;
  const event = { type: "EnvironmentHoldReleased", at: deps.now(), build, by: by.id, reason } as const;
  return writeEnvironment(deps, config.service, environment, state.version, by, event);
};
