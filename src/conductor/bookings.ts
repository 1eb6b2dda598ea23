import type { Booked } from "../domain/calendar/clashes.ts";
import { bookedSpan } from "../domain/calendar/planned.ts";
import type { Release } from "../domain/release/release.ts";
import type { Instant } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import type { StreamHead } from "../journal/port.ts";
import type { Deps } from "./deps.ts";
import { foldEntries, releaseStream } from "./load.ts";

/** When the open releases of a journal, of whatever service, have an environment to themselves, by time. */
export type Bookings = (environment: string, now: Instant) => Promise<Found>;

/** `unreadable`: releases whose history is damaged, so that nobody knows what they plan (T41). */
export type Found = { readonly booked: readonly Booked[]; readonly unreadable: readonly string[] };

type Known = { readonly hash: string; readonly release: Slim | null };
/** What is kept of a release: an answer may be wanted for a thousand of them at a time. */
type Slim = Pick<Release, "id" | "plan" | "rollouts">;

const prefix = releaseStream("");

/** Each release is folded once and again only when its history grew. */
export const bookings = ({ journal }: Pick<Deps, "journal">): Bookings => {
  const known = new Map<string, Known>();
  const slimOf = async ({ stream, hash }: StreamHead): Promise<Slim | null> => {
    const before = known.get(stream);
    if (before?.hash === hash) return before.release;
    const release = slim(foldEntries(undefined, await journal.read(stream)));
    known.set(stream, { hash, release });
    return release;
  };
  return async (environment, now) => {
    const [booked, unreadable]: [Booked[], string[]] = [[], []];
    for (const head of await journal.list(prefix))
      try {
        const release = await slimOf(head);
        const span = release === null ? null : bookedSpan(release, environment, now);
        if (release !== null && span !== null) booked.push({ release: release.id, ...span });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        unreadable.push(head.stream.slice(prefix.length));
      }
    return { booked: booked.toSorted((a, b) => a.from - b.from), unreadable };
  };
};

/** Whoever is over has no plans, unless a rollout of it is still under way. */
const slim = (release: Release | undefined): Slim | null => {
  if (release === undefined) return null;
  const { id, plan, rollouts, phase } = release;
  const last = rollouts.filter(({ purpose }) => purpose === "deploy").map((one) => ({ ...one, windows: [] }));
  return phase === "open" || last.some(({ freed }) => !freed) ? { id, plan, rollouts: last } : null;
};
