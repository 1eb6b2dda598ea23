/** What the choice of an instance looks at. */
type Load = { readonly inFlight: number; readonly restUntil: number };

/**
 * The instance with the fewest requests in flight; of several, the next one after `turn`, which makes it round robin on
 * an idle side. One that refused a connection lately is left alone while another of its side is there, and asked all
 * the same when there is none: a guess is better than no answer.
 *
 * @param tried instances that this very request has met already
 * @returns null when every one was tried
 */
export const pick = <L extends Load>(all: readonly L[], tried: readonly L[], turn: number, now: number): L | null =>
  fewest(all, tried, turn, now) ?? fewest(all, tried, turn, Number.POSITIVE_INFINITY);

const fewest = <L extends Load>(all: readonly L[], tried: readonly L[], turn: number, now: number): L | null => {
  let best: L | null = null;
  for (let i = 0; i < all.length; i++) {
    const one = all[(turn + i) % all.length]!;
    if (one.restUntil > now || tried.includes(one)) continue;
    if (best === null || one.inFlight < best.inFlight) best = one;
  }
  return best;
};
