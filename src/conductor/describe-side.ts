import type { Config } from "../config/config.ts";
import type { SideSource } from "../config/parity.ts";
import { type Descriptor, mergeDescriptors, undescribed } from "../domain/parity/descriptor.ts";
import { AppError } from "../errors.ts";
import { readDescriptor } from "../evidence/parity/read-descriptor.ts";
import type { Question } from "../probes/port.ts";
import type { Deps, EnvironmentDrivers } from "./deps.ts";

/** What it takes of the world to look at two sides. */
export type SideDeps = Pick<Deps, "looks" | "now" | "home" | "clock" | "runCommand" | "readFile" | "fetch"> & {
  readonly world: { environment(config: Config, name: string): Pick<EnvironmentDrivers, "url"> };
};

/** Everything that is known of one side: what headgate.yaml says of it, and what its sources describe. */
export const describeSide = async (
  deps: SideDeps,
  config: Config,
  name: "staging" | "production",
  { command, file, get, database, within: length }: SideSource,
  question: Question,
  signal: AbortSignal,
): Promise<Descriptor> => {
  using limit = deps.clock.timeout(length);
  const within = AbortSignal.any([signal, limit.signal]);
  const { url } = deps.world.environment(config, name);
  const read = (source: string, bytes: Uint8Array): Descriptor => {
    const reading = readDescriptor(bytes);
    if (reading.ok) return reading.descriptor;
    throw failed(name, `${source}: ${reading.problem}`);
  };
  const env = { HEADGATE_ENVIRONMENT_URL: url, HEADGATE_ENVIRONMENT: name, HEADGATE_BUILD: question.build };
  const { count, env: variables } = config.environments[name].instances;
  return mergeDescriptors([
    { ...undescribed, instances: { count }, config: Object.keys(variables) },
    ...(database === null ? [] : [await fromDatabase(deps, { ...database, within: length }, within)]),
    ...(file === null ? [] : [read(file, await deps.readFile(file))]),
    ...(get === null ? [] : [read(url + get, await page(deps, name, url + get, within))]),
    ...(command === null ? [] : [read(command.join(" "), await printed(deps, name, command, env, within))]),
  ]);
};

const failed = (name: string, problem: string, cause?: unknown): AppError => {
  const fix = `Mend parity: ${name}: in headgate.yaml, or what it names.`;
  return new AppError("PROBE_FAILED", { probe: `the description of ${name}`, problem, fix }, { cause });
};

const fromDatabase = async (
  { looks }: SideDeps,
  settings: Parameters<Deps["looks"]["databaseShape"]>[0],
  signal: AbortSignal,
): Promise<Descriptor> => {
  const { figures, texts } = await looks.databaseShape(settings, signal);
  return { ...undescribed, schema: texts?.schema ?? null, data: { tables: figures } };
};

const printed = async (
  deps: SideDeps,
  name: string,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Uint8Array> => {
  const { exit, output, errors } = await deps.runCommand(command, { cwd: deps.home, env }, signal);
  if (exit === 0) return output;
  throw failed(name, `${command.join(" ")}: exit ${exit}: ${errors.slice(-300) || "no output"}`);
};

const page = async ({ fetch }: SideDeps, name: string, url: string, signal: AbortSignal): Promise<Uint8Array> => {
  try {
    const answer = await fetch(url, { signal, redirect: "error" });
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  } catch (cause) {
    throw failed(name, `${url}: ${String(cause)}`, cause);
  }
};
