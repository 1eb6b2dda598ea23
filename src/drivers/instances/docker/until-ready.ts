import { setTimeout as sleep } from "node:timers/promises";
import type { Digest } from "../../../domain/units.ts";
import type { InstanceView } from "../../port.ts";
import { askReady, type Heard, startHearing } from "../readiness.ts";
import { type Container, containers, reach } from "./containers.ts";
import type { Engine } from "./engine.ts";
import { lastLines } from "./log.ts";
import { type DockerSettings, failed, secretsOf } from "./settings.ts";

/** ms between two looks at containers that start. */
const pause = 100;
/** ms that may be spent on the logs of containers that did not get ready. */
const logsWithin = 5_000;
/** Of each of them. */
const kept = { lines: 5, bytes: 4_000 };

export type Docker = { readonly settings: DockerSettings; readonly engine: Engine };

export const look = ({ engine, settings }: Docker, signal: AbortSignal): Promise<readonly Container[]> =>
  containers(engine, settings, signal);

/** Resolves with all that are ready, as soon as `count` are; rejects with why they are not. */
export const untilReady = async (
  docker: Docker,
  build: Digest,
  count: number,
  signal: AbortSignal,
): Promise<readonly InstanceView[]> => {
  const { ready, readyWithin, now } = docker.settings;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(readyWithin)]);
  const heard = startHearing();
  let seen: readonly Container[] = [];
  for (;;) {
    seen = await lookAgain(docker, build, seen, signal);
    const running = seen.filter(({ state }) => state === "running");
    const views = await viewsOf(docker, running, limit);
    const good = views.filter((one) => one.ready);
    if (good.length >= count) return good;
    if (!limit.aborted) heard.hear(views, now());
    // What has ended does not get ready: with too few left there is nothing to wait for.
    const isHopeless = seen.filter(({ state }) => state !== "gone").length < count;
    if (isHopeless || limit.aborted) {
      const when = signal.aborted ? "when it was called off" : `within ${readyWithin} ms`;
      const reasons = (await reasonsOf(docker, seen, heard)).join("");
      const fix = `Mend what the log says, or raise ready-within; ${ready} must answer 200.`;
      throw failed("bringing instances up", `not all were ready ${when}:${reasons}`, fix, {
        secrets: secretsOf(docker.settings) ?? [],
      });
    }
    await sleep(pause, undefined, { signal: limit }).catch(() => {});
  }
};

/** Called off, there is no new look; the last one still says why nothing was ready. */
const lookAgain = async (
  docker: Docker,
  build: Digest,
  before: readonly Container[],
  signal: AbortSignal,
): Promise<readonly Container[]> => {
  try {
    return (await look(docker, signal)).filter((one) => one.build === build);
  } catch (error) {
    if (signal.aborted) return before;
    throw error;
  }
};

/** Running containers as they answer. */
export const viewsOf = (
  { settings }: Docker,
  all: readonly Container[],
  signal: AbortSignal,
): Promise<readonly InstanceView[]> =>
  Promise.all(
    all.map(async ({ name: id, build, endpoint, unhealthy }): Promise<InstanceView> => {
      const base = { id, build, endpoint: endpoint ?? `${reach(settings.publish)}:0` };
      if (endpoint === null) return { ...base, ready: false, answer: `port ${settings.port} is not published` };
      if (unhealthy) return { ...base, ready: false, answer: "unhealthy, says the health check of its image" };
      return { ...base, ...(await askReady(endpoint, settings.ready, signal)) };
    }),
  );

const reasonsOf = async (
  { engine, settings }: Docker,
  seen: readonly Container[],
  heard: Heard,
): Promise<readonly string[]> => {
  const secrets = secretsOf(settings);
  const limit = AbortSignal.timeout(logsWithin);
  return await Promise.all(
    seen.map(async (one) => {
      const lines = secrets === null ? [] : await lastLines(engine, one, kept, secrets, limit);
      const log = lines.map((line) => `\n    ${line}`).join("");
      return `\n  ${one.name} is ${one.state}; ${heard.of(one.name)}; its log ends:${log}`;
    }),
  );
};
