import { needsCare } from "./conduct-hand.ts";
import { handFor, heldBy, isHeld, isTroubled, type Known, type Many, trouble, turnOf } from "./conduct-known.ts";
import { releaseStream } from "./load.ts";

/**
 * All leases in one write; what was lost meanwhile is stopped. A lease that is still in the store under our name though
 * we gave it back, or never heard that we got it, would be renewed for ever and worked on by nobody: it is given back.
 *
 * @param isOurs  whether a lease of another kind is wanted, by its name
 */
export const renewAll = async (many: Many, isOurs: (name: string) => boolean): Promise<void> => {
  const { deps, pace } = many;
  const at = deps.clock.elapsed();
  const renewed = await deps.leases.renew(deps.holder, pace.leaseTerm, deps.now());
  const ours = new Map(renewed.map((lease) => [lease.name, lease]));
  for (const one of heldBy(many)) {
    const lease = ours.get(releaseStream(one.id));
    if (lease === undefined) drop(many, one, "lost");
    else one.hand?.hold(lease, at + pace.leaseTerm);
  }
  const wanted = new Set(heldBy(many).map(({ id }) => releaseStream(id)));
  for (const { name } of renewed) if (!wanted.has(name) && !isOurs(name)) await deps.leases.release(name, deps.holder);
};

export const drop = ({ loader, onNews }: Many, one: Known, why: "lost" | "given back"): void => {
  if (!one.hand?.lose()) return;
  loader.watch(one.id, null);
  onNews({ kind: why, release: one.id });
};

/** Somebody else may take it at once; we ourselves leave it alone for a while. */
export const giveBack = async (many: Many, one: Known): Promise<void> => {
  const { deps, pace } = many;
  drop(many, one, "given back");
  one.tryAt = deps.clock.elapsed() + pace.leaseTerm;
  await deps.leases.release(releaseStream(one.id), deps.holder);
};

/** Nobody is needed for these any more, until their history grows. */
export const finishDone = async (many: Many): Promise<void> => {
  for (const one of heldBy(many)) {
    if (isTroubled(many, one) || !one.hand?.isDone()) continue;
    await giveBack(many, one);
    forget(many, one);
  }
};

const forget = ({ loader }: Many, one: Known): void => {
  one.doneAt = one.head;
  one.hand = null;
  loader.forget(one.id);
};

/** Those that may need a conductor, whoever holds them. */
export const needed = (many: Many): readonly Known[] =>
  [...many.all.values()].filter((one) => isHeld(one) || (one.doneAt !== one.head && !isTroubled(many, one)));

/**
 * Takes up to so many that nobody holds, the latest first: the others have been quiet for longer.
 * @param held  names of the leases that somebody holds
 */
export const takeSome = async (many: Many, count: number, held: ReadonlySet<string>): Promise<void> => {
  const { deps, pace } = many;
  const free = needed(many)
    .filter((one) => !held.has(releaseStream(one.id)) && !isHeld(one) && one.tryAt <= deps.clock.elapsed())
    .toSorted((a, b) => b.at - a.at)
    .slice(0, pace.atOnce);
  let taken = 0;
  for (const one of free) {
    if (taken === count) return;
    if (await take(many, one)) taken += 1;
  }
};

const take = async (many: Many, one: Known): Promise<boolean> => {
  const { deps, loader, pace, onNews } = many;
  try {
    const known = loader.known(one.id);
    const loaded = known !== null && known.version >= one.head ? known : await loader.load(one.id);
    if (!needsCare(loaded, deps.now())) {
      forget(many, one);
      return false;
    }
    const at = deps.clock.elapsed();
    one.tryAt = at + pace.share;
    const lease = await deps.leases.take(releaseStream(one.id), deps.holder, pace.leaseTerm, deps.now());
    if (lease === null) return false;
    // Read once more: whoever held it until now may have gone on with it, and we may have slept meanwhile (T38).
    one.head = Math.max(one.head, (await loader.load(one.id)).version);
    loader.watch(one.id, (entries) => onNews({ kind: "entries", release: one.id, entries }));
    handFor(many, one).hold(lease, at + pace.leaseTerm);
    onNews({ kind: "taken", release: one.id });
    turnOf(many, one);
    return true;
  } catch (error) {
    trouble(many, one, error);
    return false;
  }
};
