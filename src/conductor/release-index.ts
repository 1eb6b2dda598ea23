import type { Instant } from "../domain/units.ts";
import type { Feed, Position } from "../journal/port.ts";
import type { Deps } from "./deps.ts";
import type { Listed, Place, ReleasePage, ReleaseQuery } from "./engine.ts";
import { lineOf, listReleases } from "./list.ts";
import type { Loader } from "./load.ts";

type Known = { readonly line: Listed; readonly asOf: Instant };

/** What is owed changes with time alone: a line of an open release that is shown is worked out again after this, in ms. */
const fresh = 5_000;
/** Entries of the feed that are read at once. */
const batch = 1_000;

const prefix = "release/";

/**
 * The list of releases, kept in memory by whoever answers it often: it reads all heads once, and after that only what
 * the feed says has grown, so that a page costs the same with ten releases and with ten thousand (T34).
 */
export const releaseIndex = (
  deps: Pick<Deps, "journal" | "now" | "remembered"> & { readonly feed: Feed },
  loader: Loader,
) => {
  const known = new Map<string, Known>();
  let sorted: readonly Listed[] | null = null;
  let position: Position | null = null;
  let turn: Promise<void> = Promise.resolve();

  const put = (line: Listed): void => {
    known.set(line.id, { line, asOf: deps.now() });
    sorted = null;
  };
  const begin = async (): Promise<void> => {
    // First the place, then the look: what comes in between is looked at twice and missed never.
    const end = await deps.feed.end();
    for (const line of await listReleases(deps, loader)) put(line);
    position = end;
  };
  const follow = async (from: Position): Promise<void> => {
    const fed = await deps.feed.after(from, batch);
    const last = fed.at(-1);
    if (last === undefined) return;
    const grown = new Map(fed.filter(({ stream }) => stream.startsWith(prefix)).map((one) => [one.stream, one]));
    for (const [stream, { entry }] of grown) put(await lineOf(deps, loader, { stream, at: entry?.at ?? deps.now() }));
    position = last.position;
    if (fed.length === batch) await follow(last.position);
  };
  /** One after the other, however many ask at once. */
  const refresh = (): Promise<void> => {
    turn = turn.catch(() => undefined).then(() => (position === null ? begin() : follow(position)));
    return turn;
  };
  const upToDate = async ({ id, phase, updatedAt }: Listed): Promise<Listed> => {
    const one = known.get(id)!;
    if (phase !== "open" || deps.now() - one.asOf < fresh) return one.line;
    put(await lineOf(deps, loader, { stream: `${prefix}${id}`, at: updatedAt }));
    return known.get(id)!.line;
  };

  return async ({ service, phase, limit, after, isForPlacesOnly = false }: ReleaseQuery): Promise<ReleasePage> => {
    await refresh();
    sorted ??= [...known.values()].map(({ line }) => line).toSorted(newestFirst);
    const begins = after === null ? 0 : sorted.findIndex((one) => newestFirst(one, after) > 0);
    const found: Listed[] = [];
    for (let i = begins; i >= 0 && i < sorted.length && found.length <= limit; i++) {
      const one = sorted[i]!;
      if ((service ?? one.service) === one.service && (phase ?? one.phase) === one.phase) found.push(one);
    }
    const releases = [];
    for (const one of found.slice(0, limit)) releases.push(isForPlacesOnly ? one : await upToDate(one));
    const last = found[limit - 1];
    return { releases, next: found.length > limit && last !== undefined ? placeOf(last) : null };
  };
};

const placeOf = ({ updatedAt, id }: Listed): Place => ({ updatedAt, id });

/** Two of the same moment are told apart by their ids, or a page would end in the midst of them. */
const newestFirst = (a: Place, b: Place): number =>
  b.updatedAt - a.updatedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
