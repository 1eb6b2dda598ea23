import { join } from "node:path";
import type { Instant } from "../../../domain/units.ts";
import { AppError } from "../../../errors.ts";

export type Address = { readonly host: string; readonly port: number };

export type HaproxySettings = {
  /** Where users reach it; its port also names what is Headgate's in a HAProxy that serves others, too. */
  readonly listen: Address;
  /** Its admin socket. */
  readonly socket: string;
  /** What must survive its restart and its reload. Beside HAProxy, so that all who conduct it compare one fence. */
  readonly folder: string;
  /** UDP address that its request log is sent to. */
  readonly log: Address;
  readonly now: () => Instant;
};

/** The names that `haproxyConfig` (documents) gives to the same things; a test starts HAProxy with its text. */
export const placesIn = ({ folder }: Pick<HaproxySettings, "folder">) =>
  ({
    routes: join(folder, "routes.map"),
    cohorts: join(folder, "cohorts.map"),
    servers: join(folder, "servers.state"),
    state: join(folder, "headgate.json"),
    lock: join(folder, "headgate.lock"),
  }) as const;

/** A side holds the instances of one build. Two are in force at most; the others may still be draining. */
export type Letter = "a" | "b" | "c" | "d";
export const letters: readonly Letter[] = ["a", "b", "c", "d"];

export const sideOf = ({ listen }: Pick<HaproxySettings, "listen">, letter: Letter): string =>
  `headgate-${listen.port}-${letter}`;

/** @returns null for what is not ours */
export const letterOf = (settings: Pick<HaproxySettings, "listen">, name: string): Letter | null =>
  letters.find((letter) => sideOf(settings, letter) === name) ?? null;

export const failed = (act: string, problem: string, fix: string, cause?: unknown): AppError =>
  new AppError("DRIVER_FAILED", { driver: "haproxy", act, problem, fix }, { cause });

/** @throws AppError `DRIVER_FAILED` when the runtime API could not be told of files in this folder */
export const mustBePlain = ({ folder }: Pick<HaproxySettings, "folder">): void => {
  if (/^[\w./+@:~-]+$/.test(folder)) return;
  const problem = `HAProxy's runtime API cannot name files in ${folder}`;
  throw failed("using its folder", problem, "Choose a folder without blanks and special signs under traffic:.");
};

/** Whatever ends an act early, the signal included, comes out as `DRIVER_FAILED`. */
export const during = async <T>(act: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
  try {
    signal.throwIfAborted();
    return await work();
  } catch (error) {
    if (error instanceof AppError || error instanceof TypeError || error instanceof RangeError) throw error;
    const problem = signal.aborted ? "it was stopped, or took too long" : (error as Error).message;
    throw failed(act, problem, "Try again; HAProxy's own log may say more.", error);
  }
};
