import type { Config } from "../config/config.ts";
import { upcastConfig } from "../config/upcast-config.ts";
import type { Process } from "../domain/process/process.ts";
import type { Via } from "../domain/release/commands.ts";
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
  /** What came of each request that may be repeated, by its id: the entries that it left. */
  readonly requests: Requests;
};

export type Requests = ReadonlyMap<Digest, readonly Entry[]>;

export const releaseStream = (id: string): string => `release/${id}`;

/** Folded states by stream, so that a tick reads only what is new. Holds nothing that the journal does not. */
export type Cache = {
  readonly states: Map<string, State>;
  readonly blobs: Map<Digest, unknown>;
};

export const emptyCache = (): Cache => ({ states: new Map(), blobs: new Map() });

type Listener = (entries: readonly Entry[]) => void;

export type Loader = {
  /** Null when there is no such release. */
  find(id: string): Promise<Loaded | null>;
  /** @throws AppError `RELEASE_NOT_FOUND` */
  load(id: string): Promise<Loaded>;
  /** The release as far as it was loaded before, without asking the journal; null when it never was. */
  known(id: string): Loaded | null;
  /** Folds what was just appended, so that it need not be read back. */
  keep(id: string, appended: readonly Entry[]): void;
  /** Hears every entry that is folded from now on, once and in order; null ends it. */
  watch(id: string, listener: Listener | null): void;
  /** Drops what is kept of a release that nobody works on any more. */
  forget(id: string): void;
};

export const loader = (deps: Pick<Deps, "journal" | "blobs">, cache: Cache = emptyCache()): Loader => {
  const json = async (digest: Digest, toPresent = (value: unknown): unknown => value): Promise<unknown> => {
    const known = cache.blobs.get(digest);
    if (known !== undefined) return known;
    const value = toPresent(JSON.parse(new TextDecoder().decode(await deps.blobs.get(digest))));
    cache.blobs.set(digest, value);
    return value;
  };
  const listeners = new Map<string, Listener>();
  /** Of two that read at the same time the slower one may know less. */
  const remember = (stream: string, state: State, fresh: readonly Entry[]): State => {
    const before = cache.states.get(stream)?.version ?? 0;
    if (before >= state.version) return state;
    cache.states.set(stream, state);
    listeners.get(stream)?.(fresh.filter(({ version }) => version > before));
    return state;
  };
  const fold = async (id: string): Promise<State | null> => {
    const stream = releaseStream(id);
    const known = cache.states.get(stream);
    const fresh = await deps.journal.read(stream, known?.version ?? 0);
    const state = foldOn(known, fresh);
    return state === null ? null : remember(stream, state, fresh);
  };
  const pinned = async (state: State): Promise<Loaded> => {
    // Written by `open` from checked values, under their digest: the shape is known.
    const process = (await json(state.release.process)) as Process;
    const config = (await json(state.release.config, upcastConfig)) as Config;
    return { ...state, process, config };
  };
  const find = async (id: string): Promise<Loaded | null> => {
    const state = await fold(id);
    return state === null ? null : pinned(state);
  };
  return {
    find,
    async load(id) {
      const found = await find(id);
      if (found === null) throw new AppError("RELEASE_NOT_FOUND", { release: id });
      return found;
    },
    known(id) {
      const state = cache.states.get(releaseStream(id));
      const process = state && cache.blobs.get(state.release.process);
      const config = state && cache.blobs.get(state.release.config);
      return process === undefined || config === undefined
        ? null
        : { ...state!, process: process as Process, config: config as Config };
    },
    keep(id, appended) {
      const stream = releaseStream(id);
      const known = cache.states.get(stream);
      if (appended[0]?.version !== (known?.version ?? 0) + 1) return;
      const state = foldOn(known, appended);
      if (state !== null) remember(stream, state, appended);
    },
    watch(id, listener) {
      if (listener === null) listeners.delete(releaseStream(id));
      else listeners.set(releaseStream(id), listener);
    },
    forget: (id) => void cache.states.delete(releaseStream(id)),
  };
};

type State = Pick<Loaded, "release" | "version" | "requests">;

const foldOn = (known: State | undefined, fresh: readonly Entry[]): State | null => {
  const release = foldEntries(known?.release, fresh);
  if (release === undefined) return null;
  const requests = withRequests(known?.requests ?? new Map(), fresh);
  return { release, version: (known?.version ?? 0) + fresh.length, requests };
};

/** Most entries come of no such request, and then nothing is copied. */
export const withRequests = (known: Requests, fresh: readonly Entry[]): Requests => {
  const asked = Map.groupBy(fresh, requestOf);
  asked.delete(undefined);
  return asked.size === 0 ? known : new Map([...known, ...(asked as Map<Digest, readonly Entry[]>)]);
};

const requestOf = ({ data }: Entry): Digest | undefined => (data as { readonly via?: Via } | null)?.via?.request;

export const foldEntries = (before: Release | undefined, entries: readonly Entry[]): Release | undefined =>
  entries.reduce<Release | undefined>((state, entry) => evolve(state, toEvent<ReleaseEvent>(entry)), before);
