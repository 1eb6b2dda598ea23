/** What goes wrong right now. */
export type Faults = {
  /** Instances of the candidate never become ready. */
  stuck: boolean;
  /** Instances of the baseline that were lost do not come back. */
  worn: boolean;
  /** The candidate harms its users. */
  harm: boolean;
  /** The router does not answer, or does what it is told and then does not answer. */
  router: "works" | "deaf" | "mute";
  metrics: boolean;
  smoke: boolean;
  /** Hooks end with 1. */
  hook: boolean;
};

export const noFaults: Faults = {
  stuck: false,
  worn: false,
  harm: false,
  router: "works",
  metrics: false,
  smoke: false,
  hook: false,
};
