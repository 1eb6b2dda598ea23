/** Of what is beyond its share a conductor gives back at least so many at a time, or a fifth: what is on its way stands still. */
const surplusAtOnce = 10;

/** What one of several conductors shall hold of all releases that need one. */
export type Share = {
  /** How many more it may take. */
  readonly take: number;
  /** How many it gives back to others who have less. */
  readonly giveBack: number;
};

/**
 * Equal shares, rounded up: all of them together cover everything, and nobody who has its share looks for more.
 *
 * @param total       releases that need a conductor
 * @param conductors  those alive, this one among them; 1 or more
 * @param held        by this one
 */
export const shareOf = (total: number, conductors: number, held: number): Share => {
  const share = Math.ceil(total / conductors);
  const surplus = Math.max(0, held - share);
  return {
    take: Math.max(0, share - held),
    giveBack: Math.min(surplus, Math.max(surplusAtOnce, Math.ceil(surplus / 5))),
  };
};
