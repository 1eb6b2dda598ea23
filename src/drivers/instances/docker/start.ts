import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { BuildRef } from "../../port.ts";
import { type Answer, complaint, type Engine, readAs } from "./engine.ts";
import { type DockerSettings, failed, labels, nameOf, secretsOf } from "./settings.ts";

/** How often a slot may slip away before somebody is told. */
const turns = 6;
/** ms after the first time, and twice as long after each further one: an engine gives a name away before it shows who has it. */
const firstPause = 25;

/**
 * Make and start the container of one slot. Whoever comes second finds the name taken, looks at who has it, and starts
 * that one, which is no error when it runs already: its maker may have been killed in between.
 */
export const startSlot = async (
  engine: Engine,
  settings: DockerSettings,
  build: BuildRef,
  number: number,
  signal: AbortSignal,
): Promise<void> => {
  const name = nameOf(settings, build.digest, number);
  for (let turn = 0; turn < turns; turn++) {
    const id = (await make(engine, settings, build, name, signal)) ?? (await holderOf(engine, settings, name, signal));
    if (id !== null && (await start(engine, settings, { id, name }, signal))) return;
    await sleep(firstPause * 2 ** turn, undefined, { signal }).catch(() => {});
  }
  throw failed(`starting ${name}`, "it was made and removed again by somebody else", "Ask again.");
};

/** @returns false when it is gone */
export const start = async (
  engine: Engine,
  settings: DockerSettings,
  { id, name }: { readonly id: string; readonly name: string },
  signal: AbortSignal,
): Promise<boolean> => {
  const act = `starting ${name}`;
  const answer = await engine.ask({ act, method: "POST", path: `/containers/${id}/start` }, signal);
  if (answer.status === 404) await complaint(act, answer);
  else if (answer.status >= 300 && answer.status !== 304)
    throw await refused(act, answer, settings, "Can the image's command be started, and is the port free?");
  return answer.status !== 404;
};

/** @returns null when the name is taken */
const make = async (
  engine: Engine,
  settings: DockerSettings,
  build: BuildRef,
  name: string,
  signal: AbortSignal,
): Promise<string | null> => {
  const act = `making ${name}`;
  const body = wanted(settings, build);
  const answer = await engine.ask({ act, method: "POST", path: "/containers/create", query: { name }, body }, signal);
  if (answer.status === 201) return (await readAs(act, answer, z.object({ Id: z.string() }))).Id;
  const error = await refused(act, answer, settings, "See the engine's log.");
  if (answer.status === 409) return null;
  throw error;
};

const wanted = (settings: DockerSettings, { digest, version }: BuildRef) => {
  const { service, environment, port, publish } = settings;
  const env = { ...settings.env, PORT: String(port), HEADGATE_VERSION: version, HEADGATE_BUILD: digest };
  const inside = `${port}/tcp`;
  return {
    Image: `${settings.image}@${digest}`,
    Env: Object.entries(env).map(([key, value]) => `${key}=${value}`),
    Labels: {
      [labels.service]: service,
      [labels.environment]: environment,
      [labels.build]: digest,
      [labels.version]: version,
    },
    ExposedPorts: { [inside]: {} },
    // The engine picks a free port. It would pick another at every restart of its own, so nothing restarts by itself.
    HostConfig: { PortBindings: { [inside]: [{ HostIp: publish, HostPort: "" }] }, RestartPolicy: { Name: "no" } },
  };
};

const holder = z.object({ Id: z.string(), Config: z.object({ Labels: z.record(z.string(), z.string()).nullish() }) });

/** @returns the container that has the name; null when it is gone meanwhile */
const holderOf = async (
  engine: Engine,
  { service, environment }: DockerSettings,
  name: string,
  signal: AbortSignal,
): Promise<string | null> => {
  const act = `looking at ${name}`;
  const answer = await engine.ask({ act, method: "GET", path: `/containers/${name}/json` }, signal);
  if (answer.status !== 200) {
    const problem = await complaint(act, answer);
    if (answer.status === 404) return null;
    throw failed(act, problem, "See the engine's log.");
  }
  const { Id, Config } = await readAs(act, answer, holder);
  const isOurs = Config.Labels?.[labels.service] === service && Config.Labels[labels.environment] === environment;
  if (isOurs) return Id;
  throw failed(act, "a container that is not Headgate's has this name", "Remove it or give it another name.");
};

/** The engine may quote what it was asked, values of `env` included. */
const refused = async (act: string, answer: Answer, settings: DockerSettings, fix: string) => {
  const problem = await complaint(act, answer);
  const secrets = secretsOf(settings);
  return failed(act, secrets === null ? `it was refused (${answer.status})` : problem, fix, { secrets: secrets ?? [] });
};
