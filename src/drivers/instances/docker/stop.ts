import { setTimeout as sleep } from "node:timers/promises";
import type { Container } from "./containers.ts";
import { complaint, type Engine } from "./engine.ts";
import { type DockerSettings, failed, unlessCalledOff } from "./settings.ts";

/** ms between two looks at a container that somebody else is removing. */
const pause = 50;

/** Stop it gracefully, by the engine, which goes on when we are killed; then remove it and its nameless volumes. */
export const stopAndRemove = async (
  engine: Engine,
  settings: DockerSettings,
  container: Container,
  signal: AbortSignal,
): Promise<void> => {
  const t = String(Math.ceil(settings.stopWithin / 1_000));
  const act = `stopping ${container.name}`;
  const path = `/containers/${container.id}/stop`;
  if (container.state === "running")
    await askFor(engine, { act, method: "POST", path, query: { t } }, [204, 304, 404], signal);
  await removeStopped(engine, container, signal);
};

/** It is gone when this resolves, whoever removed it. */
export const removeStopped = async (engine: Engine, { id, name }: Container, signal: AbortSignal): Promise<void> => {
  const act = `removing ${name}`;
  const path = `/containers/${id}`;
  // By force: another conductor may have started it since it was looked at.
  const query = { v: "1", force: "1" };
  const status = await askFor(engine, { act, method: "DELETE", path, query }, [204, 404, 409], signal);
  while (status === 409 && (await isThere(engine, act, id, signal))) {
    unlessCalledOff(signal, act);
    await sleep(pause);
  }
};

const isThere = async (engine: Engine, act: string, id: string, signal: AbortSignal): Promise<boolean> =>
  (await askFor(engine, { act, method: "GET", path: `/containers/${id}/json` }, [200, 404], signal)) === 200;

const askFor = async (
  engine: Engine,
  question: Parameters<Engine["ask"]>[0],
  expected: readonly number[],
  signal: AbortSignal,
): Promise<number> => {
  const answer = await engine.ask(question, signal);
  const problem = await complaint(question.act, answer); // read in any case, else the connection would stay open
  if (expected.includes(answer.status)) return answer.status;
  throw failed(question.act, problem, "See the engine's log.");
};
