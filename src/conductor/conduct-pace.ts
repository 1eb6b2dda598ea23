/**
 * A lease that is not renewed for this long is anybody's, in ms. With a renewal each second and a look at the others
 * twice a second, what a killed conductor held is taken over within 5 s of its death.
 */
export const leaseTerm = 4_000;

/** How often what is done, in ms. */
export type Pace = {
  /** Looks at the heads of all streams: one query for everything that is not ours to know. */
  readonly look: number;
  /** Asks what the clock has made due. */
  readonly turn: number;
  /** Renews all leases, in one write. */
  readonly renew: number;
  /** Looks who else is alive, takes releases, gives some back. */
  readonly share: number;
  readonly leaseTerm: number;
  /** The paperwork of a release is asked for anew at the latest after this, whatever was foreseen. */
  readonly paper: number;
  /** Looks at what runs where nobody rolls out: an unauthorised change is to be flagged within five minutes (R203). */
  readonly watch: number;
  /** At the end, what is under way may end by itself for so long. */
  readonly grace: number;
  /** The first pause after a release could not be worked on, and the longest. */
  readonly trouble: number;
  readonly longestTrouble: number;
  /** Streams that are read for the first time, and leases that are taken, each time that shares are looked at. */
  readonly atOnce: number;
};

export const usualPace: Pace = {
  look: 200,
  turn: 200,
  renew: 1_000,
  share: 500,
  leaseTerm,
  paper: 30_000,
  watch: 60_000,
  grace: 1_000,
  trouble: 1_000,
  longestTrouble: 60_000,
  atOnce: 250,
};
