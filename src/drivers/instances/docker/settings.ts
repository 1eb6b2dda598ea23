import type { Digest, Instant, Millis } from "../../../domain/units.ts";
import { AppError } from "../../../errors.ts";
import { hide } from "../hide.ts";

export type DockerSettings = {
  readonly service: string;
  readonly environment: string;
  /** Unix socket of the engine. */
  readonly socket: string;
  /** Repository without tag; `<image>@<digest of the build>` is what runs. */
  readonly image: string;
  /** Where the container listens. */
  readonly port: number;
  /** Address of this machine that the port is published on. */
  readonly publish: string;
  /** Values may be secrets. Read only when a container is made, or something it said is told. */
  readonly env: Readonly<Record<string, string>>;
  /** Path that answers 200 once the instance may be given requests. */
  readonly ready: string;
  readonly readyWithin: Millis;
  /** Time between the signal to stop and the end by force; the engine counts in whole seconds, rounded up. */
  readonly stopWithin: Millis;
  readonly now: () => Instant;
};

/** By which the containers of one environment are found again. */
export const labels = {
  service: "headgate.service",
  environment: "headgate.environment",
  build: "headgate.build",
  version: "headgate.version",
} as const;

/** One name per slot: of two who make the same one, the engine refuses one. */
export const nameOf = (settings: DockerSettings, build: Digest, number: number): string =>
  `${namesOf(settings, build)}${number}`;

/** @returns the number of a slot of this build; null for a container that has another name */
export const numberOf = (settings: DockerSettings, build: Digest, name: string): number | null => {
  const rest = name.startsWith(namesOf(settings, build)) ? name.slice(namesOf(settings, build).length) : "";
  return /^\d+$/.test(rest) ? Number(rest) : null;
};

const namesOf = ({ service, environment }: DockerSettings, build: Digest): string =>
  `headgate-${service}-${environment}-${build.slice("sha256:".length).slice(0, 12)}-`;

/** @returns the values that must not be told; null when they cannot be known, so that nothing may be told at all */
export const secretsOf = (settings: DockerSettings): readonly string[] | null => {
  try {
    return Object.values(settings.env);
  } catch {
    return null; // a variable that it stands for is not set
  }
};

export const failed = (
  act: string,
  problem: string,
  fix: string,
  { cause, secrets = [] }: { readonly cause?: unknown; readonly secrets?: readonly string[] } = {},
): AppError =>
  new AppError("DRIVER_FAILED", { driver: "docker", act, problem: hide(problem, secrets), fix }, { cause });

export const unlessCalledOff = (signal: AbortSignal, act: string): void => {
  if (signal.aborted) throw failed(act, "it was called off", "Ask again: it goes on from where it is.");
};
