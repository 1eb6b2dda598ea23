import type { Digest } from "../../../domain/units.ts";
import type { BuildRef, InstancesDriver, InstanceView } from "../../port.ts";
import { bytesOf } from "../whole-lines.ts";
import type { Container } from "./containers.ts";
import { openEngine } from "./engine.ts";
import { fetchImage } from "./images.ts";
import { lastLines } from "./log.ts";
import { type DockerSettings, numberOf, secretsOf, unlessCalledOff } from "./settings.ts";
import { start, startSlot } from "./start.ts";
import { removeStopped, stopAndRemove } from "./stop.ts";
import { type Docker, look, untilReady, viewsOf } from "./until-ready.ts";

/**
 * Instances as containers, by the Docker Engine API. The digest of a build is the digest of its image. All that is known
 * of them stands in the engine and is read anew at every call. A dead container is replaced by the next `bring`, on a
 * new port; nothing restarts by itself.
 */
export const dockerInstances = (settings: DockerSettings): InstancesDriver => {
  const docker = { settings, engine: openEngine(settings.socket) };
  return {
    name: "docker",
    bring: (build, count, signal) => bring(docker, build, count, signal),
    async observe(signal) {
      const running = (await look(docker, signal)).filter(({ state }) => state === "running");
      const views = await viewsOf(docker, running, signal);
      unlessCalledOff(signal, "observing instances"); // its probes did not look
      return views;
    },
    async remove(build, keep, signal) {
      unlessCalledOff(signal, "stopping instances");
      const own = (await look(docker, signal)).filter((one) => one.build === build);
      const surplus = own.filter(({ state, name }) => state !== "running" || !keep.includes(name));
      await Promise.all(surplus.map((one) => stopAndRemove(docker.engine, settings, one, signal)));
    },
    async output(build, lines, signal) {
      const secrets = secretsOf(settings);
      // What must be hidden cannot be known, so that nothing may be told.
      if (secrets === null) return null;
      const own = (await look(docker, signal)).filter((one) => one.build === build);
      const kept = { lines, bytes: bytesOf(lines) };
      return await Promise.all(
        own.map(async (one) => ({
          id: one.name,
          lines: await lastLines(docker.engine, one, kept, secrets, signal),
        })),
      );
    },
    room: () => Promise.resolve(null),
  };
};

const bring = async (
  docker: Docker,
  build: BuildRef,
  count: number,
  signal: AbortSignal,
): Promise<readonly InstanceView[]> => {
  unlessCalledOff(signal, "bringing instances up");
  const { engine, settings } = docker;
  const all = await look(docker, signal);
  const own = all.filter((one) => one.build === build.digest);
  const living = own.filter(({ state }) => state !== "gone");
  await Promise.all(own.filter((one) => !living.includes(one)).map((one) => removeStopped(engine, one, signal)));
  // Its maker was killed, or is about to start it: then that is no error.
  await Promise.all(living.filter(isIdle).map((one) => start(engine, settings, one, signal)));
  const missing = count - living.length;
  if (missing > 0) await fetchImage(engine, `${settings.image}@${build.digest}`, signal);
  const numbers = unused(takenIn(settings, build.digest, all, own, living), missing);
  await Promise.all(numbers.map((number) => startSlot(engine, settings, build, number, signal)));
  return await untilReady(docker, build.digest, count, signal);
};

const isIdle = ({ state }: Container): boolean => state === "idle";

/** Names in use: of the living, and of whoever has such a name and runs something else. */
const takenIn = (
  settings: DockerSettings,
  build: Digest,
  all: readonly Container[],
  own: readonly Container[],
  living: readonly Container[],
): readonly number[] =>
  all
    .filter((one) => living.includes(one) || !own.includes(one))
    .map(({ name }) => numberOf(settings, build, name))
    .filter((number) => number !== null);

/** The lowest free numbers. Two conductors come to the same ones, and the engine lets one of them have each. */
const unused = (taken: readonly number[], count: number): readonly number[] => {
  const free: number[] = [];
  for (let number = 1; free.length < count; number++) if (!taken.includes(number)) free.push(number);
  return free;
};
