import type { Config } from "../config/config.ts";
import type { Process } from "../domain/process/process.ts";
import type { ReleaseEvent } from "../domain/release/events.ts";
import { evolve } from "../domain/release/evolve.ts";
import type { Release } from "../domain/release/release.ts";
import type { Digest } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import type { Entry } from "../journal/port.ts";
import type { Deps } from "./deps.ts";
import { toEvent } from "./entries.ts";

/** A release as its history makes it, with the process and configuration that it pins. */
export type Loaded = {
  readonly release: Release;
  readonly process: Process;
  readonly config: Config;
  readonly version: number;
};

export const releaseStream = (id: string): string => `release/${id}`;

/** Folded states by stream, so that a tick reads only what is new. Holds nothing that the journal does not. */
export type Cache = {
  readonly states: Map<string, { readonly release: Release; readonly version: number }>;
  readonly blobs: Map<Digest, unknown>;
};

export const emptyCache = (): Cache => ({ states: new Map(), blobs: new Map() });

export type Loader = {
  /** Null when there is no such release. */
  find(id: string): Promise<Loaded | null>;
  /** @throws AppError `RELEASE_NOT_FOUND` */
  load(id: string): Promise<Loaded>;
};

export const loader = (deps: Pick<Deps, "journal" | "blobs">, cache: Cache = emptyCache()): Loader => {
  const json = async (digest: Digest): Promise<unknown> => {
    const known = cache.blobs.get(digest);
    if (known !== undefined) return known;
    const value: unknown = JSON.parse(new TextDecoder().decode(await deps.blobs.get(digest)));
    cache.blobs.set(digest, value);
    return value;
  };
  const fold = async (id: string) => {
    const stream = releaseStream(id);
    const known = cache.states.get(stream);
    const fresh = await deps.journal.read(stream, known?.version ?? 0);
    const state = foldEntries(known?.release, fresh);
    if (state === undefined) return null;
    const version = (known?.version ?? 0) + fresh.length;
    cache.states.set(stream, { release: state, version });
    return { release: state, version };
  };
  const find = async (id: string): Promise<Loaded | null> => {
    const state = await fold(id);
    if (state === null) return null;
    // Written by `open` from checked values, under their digest: the shape is known.
    const process = (await json(state.release.process)) as Process;
    const config = (await json(state.release.config)) as Config;
    return { ...state, process, config };
  };
  return {
    find,
    async load(id) {
      const found = await find(id);
      if (found === null) throw new AppError("RELEASE_NOT_FOUND", { release: id });
      return found;
    },
  };
};

export const foldEntries = (before: Release | undefined, entries: readonly Entry[]): Release | undefined =>
  entries.reduce<Release | undefined>((state, entry) => evolve(state, toEvent<ReleaseEvent>(entry)), before);
