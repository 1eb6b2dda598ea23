import { pendingNotices } from "../domain/notice/pending.ts";
import type { Effect } from "../domain/release/effects.ts";
import { reconcilePaper, reconcileRollouts } from "../domain/release/reconcile.ts";
import { type Instant, millis } from "../domain/units.ts";
import type { Lease } from "../journal/port.ts";
import type { Probes } from "./ask.ts";
import type { CalendarWatch } from "./calendar-watch.ts";
import { effectsOf } from "./conduct-effects.ts";
import type { Pace } from "./conduct-pace.ts";
import type { Deps } from "./deps.ts";
import { effectKey } from "./effect-key.ts";
import type { OnBegin } from "./engine.ts";
import type { Loaded, Loader } from "./load.ts";
import { unchangedFor } from "./schedule-next.ts";

export type HandOf = {
  readonly deps: Deps;
  readonly loader: Loader;
  readonly probesFor: (loaded: Loaded) => Probes;
  readonly pace: Pace;
  readonly calendar: CalendarWatch;
  readonly id: string;
  /** The newest version that is known to be in the journal. */
  readonly head: () => number;
  readonly onTrouble: (error: unknown) => void;
  readonly onBegin: OnBegin | undefined;
  readonly onFailure: (problem: string) => void;
};

/** One release that this conductor works on, as long as its lease is ours. */
export type Hand = {
  /** Ours until then, by the clock's `elapsed`. */
  hold(lease: Lease, until: number): void;
  isHeld(): boolean;
  /** It is not ours any more: whatever is under way is stopped at once. Whether it was ours until then. */
  lose(): boolean;
  /** Stops what is under way until the next turn. */
  rest(): void;
  /** Asks what is to be done and begins it; when the journal has more than we know, it is read first. */
  turn(): void;
  /** Nothing is under way, and nothing ever will be, as far as is known. */
  isDone(): boolean;
  running(): number;
  finish(grace: number): Promise<void>;
};

/** A journal that has not answered for so long is asked again, in ms. */
const patience = 10_000;

type Paper = { readonly effects: readonly Effect[]; readonly version: number; readonly until: number };

export const handOf = (of: HandOf): Hand => {
  const { deps, loader, id, pace } = of;
  const { clock } = deps;
  let lease: Lease | null = null;
  let until = 0;
  let loaded = known(loader, id);
  let paper: Paper | null = null;
  let reading = 0;
  let wanted: readonly Effect[] = [];

  const isHeld = (): boolean => lease !== null && clock.elapsed() < until;
  const effects = effectsOf({
    deps,
    loader,
    probesFor: of.probesFor,
    id,
    loaded: () => loaded,
    isOurs: isHeld,
    // What changed nothing is asked again on the next turn, and not at once, or it would spin.
    onEnd: (changed) => changed && turn(),
    onFatal: of.onTrouble,
    onFailure: of.onFailure,
    ...(of.onBegin === undefined ? {} : { onBegin: of.onBegin }),
  });

  const read = (): void => {
    if (reading > clock.elapsed()) return;
    reading = clock.elapsed() + patience;
    const done = (): void => {
      reading = 0;
    };
    loader.load(id).finally(done).then(turn, of.onTrouble);
  };
  /** The expensive part: only when something happened, when the clock will change its answer, and now and then. */
  const paperwork = (now: Instant): readonly Effect[] => {
    const at = clock.elapsed();
    if (paper?.version === loaded.version && at < paper.until) return paper.effects;
    const { process, release, version } = loaded;
    const due = reconcilePaper(process, release, now);
    const answer = (moment: Instant): string => keysOf(reconcilePaper(process, release, moment));
    const length = unchangedFor(answer, keysOf(due), now, millis(pace.paper));
    paper = { effects: due, version, until: at + length };
    return due;
  };
  const turn = (): void => {
    if (!isHeld()) {
      effects.want([], null);
      return;
    }
    loaded = known(loader, id);
    if (loaded.version < of.head()) {
      read();
      return;
    }
    const now = deps.now();
    const view = of.calendar.viewFor(loaded, now);
    // The look at the journal that reads it has not come back yet.
    if (view === null) return;
    wanted = [...reconcileRollouts(loaded.process, loaded.release, now, view), ...paperwork(now)];
    effects.want(wanted, lease);
  };

  return {
    isHeld,
    turn,
    hold(taken, end) {
      [lease, until] = [taken, end];
    },
    lose() {
      const was = lease !== null;
      lease = null;
      effects.want([], null);
      return was;
    },
    rest: () => effects.want([], null),
    isDone: () => effects.running() === 0 && wanted.length === 0 && !needsCare(loaded, deps.now()),
    running: effects.running,
    finish: effects.finish,
  };
};

const keysOf = (effects: readonly Effect[]): string => effects.map(effectKey).join("\n");

const known = (loader: Loader, id: string): Loaded => {
  const found = loader.known(id);
  if (found === null) throw new RangeError(`${id} is conducted before it was loaded`);
  return found;
};

/** Somebody has to be there for it: for people's next act, for the clock, or for who is still to be told. What is closed is sealed first. */
export const needsCare = ({ release, process }: Loaded, now: Instant): boolean =>
  release.phase === "open" ||
  pendingNotices(process, release, now).length > 0 ||
  (release.phase === "closed" && release.sealed === null) ||
  release.rollouts.some(({ freed }) => !freed);
