import type { Kind } from "./kind.ts";

/** One rollout to be: `weight` in percent, `rate` in requests a second for both sides, `windows` at most. */
export type Order = {
  readonly kind: Kind;
  readonly seed: number;
  readonly weight: number;
  readonly rate: number;
  readonly windows: number;
};
