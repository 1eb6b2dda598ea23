import { AppError } from "../../../errors.ts";
import { nameOf, type SshHost } from "./settings.ts";

/** One host could not be reached, or did not do what it was asked; says which, and why. */
export class HostFailed extends Error {
  constructor(host: SshHost, problem: string, cause?: unknown) {
    super(`host ${nameOf(host)}: ${problem}`, { cause });
    this.name = "HostFailed";
  }
}

export const failed = (act: string, problem: string, fix: string, cause?: unknown): AppError =>
  new AppError("DRIVER_FAILED", { driver: "ssh", act, problem, fix }, { cause });

export const unlessCalledOff = (signal: AbortSignal, act: string): void => {
  if (signal.aborted) throw failed(act, "it was called off", "Ask again: it goes on from where it is.");
};

export const listed = (failures: readonly Error[]): string => failures.map(({ message }) => message).join("; ");

export const hostsFailed = (act: string, failures: readonly Error[]): AppError =>
  failed(act, listed(failures), "Mend that host, or take it out of headgate.yaml; then go on.", failures[0]);
