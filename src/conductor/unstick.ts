import type { EnvironmentEvent, EnvironmentState, Waiting } from "../domain/environment.ts";
import { rolledBack } from "../domain/environment-queue.ts";
import type { Command } from "../domain/release/commands.ts";
import { AppError } from "../errors.ts";
import type { Deps } from "./deps.ts";
import type { UnstickRequest, Unstuck, WithoutStamp } from "./engine.ts";
import { readEnvironment, readRollout, writeEnvironment } from "./environment-store.ts";
import { takenAway } from "./lost-hold.ts";
import { system } from "./operator.ts";
import { requireOwner } from "./require-owner.ts";

type Give = (release: string, by: Command["by"], command: WithoutStamp) => Promise<unknown>;

/**
 * Takes the environment from a rollout that does not end (T11). Said in the history first; then the router is fenced, so
 * that a conductor that is still at it can set no routes any more; then the rollout is told. It moves no traffic and
 * stops no instance, for nobody knows what is healthy there: a look says what was left, and the next rollout or an
 * adoption puts it right.
 *
 * @throws AppError `ENVIRONMENT_FREE`, `REASON_MISSING`, `AGENT_FORBIDDEN`, `ROLE_MISSING`
 */
export const unstick = async (
  deps: Deps,
  give: Give,
  request: UnstickRequest,
  signal: AbortSignal,
): Promise<Unstuck> => {
  const { config, environment, by, reason } = request;
  const act = `taking ${environment} from the rollout that holds it`;
  requireOwner(request, act);
  if (reason.trim() === "") throw new AppError("REASON_MISSING", { act });
  const before = await readEnvironment(deps, config.service, environment);
  if (before.heldBy === null) throw new AppError("ENVIRONMENT_FREE", { environment });
  const event = await eventOf(deps, before.heldBy, request);
  const state = await writeEnvironment(deps, config.service, environment, before.version, by, event);
  const fenceProblem = await tried(() => fence(deps, request, state, signal));
  const lost = takenAway(state, before.heldBy.rollout);
  const { release, rollout } = before.heldBy;
  // Whoever conducts it would find out by itself; but perhaps nobody does.
  const toldProblem =
    lost === null ? null : await tried(() => give(release, system, { type: "Report", rollout, report: lost }));
  return { state, rollout: before.heldBy, fenceProblem, toldProblem };
};

const eventOf = async (
  deps: Deps,
  { release, rollout }: Waiting,
  { by, reason }: UnstickRequest,
): Promise<EnvironmentEvent> => {
  // A release that cannot be read may be the very reason why it is stuck.
  const stuck = await readRollout(deps, release, rollout).catch(notReadable);
  const cause = stuck === null ? {} : rolledBack(release, stuck);
  const candidate = stuck?.candidate ?? null;
  return { type: "EnvironmentUnstuck", at: deps.now(), rollout, candidate, by: by.id, reason, ...cause };
};

/** The routes stay as they are, under a number that whoever lost the hold does not have. */
const fence = async (
  { world }: Deps,
  { config, environment }: UnstickRequest,
  { hold }: EnvironmentState,
  signal: AbortSignal,
): Promise<void> => {
  const { traffic } = world.environment(config, environment);
  await traffic.set(await traffic.read(signal), [hold, 0], signal);
};

const notReadable = (error: unknown): null => {
  if (error instanceof AppError) return null;
  throw error;
};

/** @returns why it did not work; null when it did */
const tried = async (act: () => Promise<unknown>): Promise<string | null> => {
  try {
    await act();
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
};
