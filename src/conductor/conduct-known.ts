import type { Instant } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import type { Probes } from "./ask.ts";
import type { CalendarWatch } from "./calendar-watch.ts";
import { type Hand, handOf } from "./conduct-hand.ts";
import type { Pace } from "./conduct-pace.ts";
import type { Deps } from "./deps.ts";
import type { ConductManyOptions } from "./engine.ts";
import type { Loaded, Loader } from "./load.ts";
import { redact } from "./redact.ts";

/** One release, as far as a conductor of many knows it. */
export type Known = {
  readonly id: string;
  /** Version and time of the newest entry that the last look at the journal found. */
  head: number;
  at: Instant;
  /** The version at which nobody was needed any more; 0 = none. */
  doneAt: number;
  /** It is not tried to be taken before that; by the clock's `elapsed`, as all that follows. */
  tryAt: number;
  trouble: { readonly until: number; readonly length: number; readonly problem: string } | null;
  /** Kept when the lease is lost, for what was under way may take a moment to stop. */
  hand: Hand | null;
};

/** What the parts of the conductor of many share. */
export type Many = {
  readonly deps: Deps;
  readonly loader: Loader;
  readonly probesFor: (loaded: Loaded) => Probes;
  readonly pace: Pace;
  readonly calendar: CalendarWatch;
  readonly onNews: ConductManyOptions["onNews"];
  readonly onBegin: ConductManyOptions["onBegin"];
  readonly all: Map<string, Known>;
};

export const knownOf = ({ all }: Many, id: string): Known => {
  const found = all.get(id);
  if (found !== undefined) return found;
  const one: Known = { id, head: 0, at: 0 as Instant, doneAt: 0, tryAt: 0, trouble: null, hand: null };
  all.set(id, one);
  return one;
};

export const isHeld = ({ hand }: Known): boolean => hand?.isHeld() ?? false;

export const heldBy = ({ all }: Many): readonly Known[] => [...all.values()].filter(isHeld);

export const isTroubled = ({ deps }: Many, { trouble }: Known): boolean =>
  trouble !== null && deps.clock.elapsed() < trouble.until;

/** Told once for each problem; tried again after a growing pause. Nobody else's release suffers from it (T41). */
export const trouble = (many: Many, one: Known, error: unknown): void => {
  const { deps, pace, onNews } = many;
  const problem = problemOf(error);
  if (one.trouble?.problem !== problem) onNews({ kind: "trouble", release: one.id, problem });
  const length = Math.min(pace.longestTrouble, 2 * (one.trouble?.length ?? pace.trouble / 2));
  one.trouble = { until: deps.clock.elapsed() + length, length, problem };
  one.hand?.rest();
};

/** What is no AppError is a fault of ours; said with its place, so that it can be found. */
export const problemOf = (error: unknown): string => {
  if (error instanceof AppError) return redact(error.message);
  return redact(error instanceof Error ? (error.stack ?? error.message) : String(error));
};

/** The release in our hands; it has to be loaded already. */
export const handFor = (many: Many, one: Known): Hand => {
  const { deps, loader, probesFor, pace, calendar, onBegin, onNews } = many;
  one.hand ??= handOf({
    deps,
    loader,
    probesFor,
    pace,
    calendar,
    id: one.id,
    head: () => one.head,
    onTrouble: (error) => trouble(many, one, error),
    onBegin,
    onFailure: (problem) => onNews({ kind: "trouble", release: one.id, problem }),
  });
  return one.hand;
};

export const turnOf = (many: Many, one: Known): void => {
  if (isTroubled(many, one)) return;
  try {
    one.hand?.turn();
  } catch (error) {
    trouble(many, one, error);
  }
};
