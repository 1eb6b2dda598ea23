import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Instant } from "../../../domain/units.ts";
import { AppError } from "../../../errors.ts";

export type NginxSettings = {
  /** Where users reach it. */
  readonly listen: { readonly host: string; readonly port: number };
  /** Folder of the file that its http block includes, `headgate.conf`. */
  readonly folder: string;
  /** Reloads it, such as `[nginx, -s, reload]`. */
  readonly reload: readonly string[];
  readonly now: () => Instant;
  /** Headgate's own folder for this router; the lock in it needs a local file system. */
  readonly stateFolder: string;
};

export const placesIn = ({ folder, stateFolder }: NginxSettings) =>
  ({
    config: join(folder, "headgate.conf"),
    lock: join(stateFolder, "nginx.lock"),
    token: join(stateFolder, "nginx.token"),
  }) as const;

/** What all names of this router begin with: two environments may share one nginx. Short, for its hashes of names are. */
export const prefixOf = ({ host, port }: NginxSettings["listen"]): string =>
  `hg_${createHash("sha256").update(`${host} ${port}`).digest("hex").slice(0, 8)}`;

/** `host:port`, an IPv6 host in brackets. */
export const addressOf = ({ host, port }: NginxSettings["listen"]): string =>
  `${host.includes(":") ? `[${host}]` : host}:${port}`;

export const failed = (act: string, problem: string, fix: string, cause?: unknown): AppError =>
  new AppError("DRIVER_FAILED", { driver: "nginx", act, problem, fix }, { cause });

/** Whatever ends an act early, the signal included, comes out as `DRIVER_FAILED`. */
export const during = async <T>(act: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
  try {
    signal.throwIfAborted();
    return await work();
  } catch (error) {
    if (error instanceof AppError || error instanceof TypeError || error instanceof RangeError) throw error;
    const problem = signal.aborted ? "it was stopped, or took too long" : (error as Error).message;
    throw failed(act, problem, "Try again; nginx's error log may say more.", error);
  }
};
