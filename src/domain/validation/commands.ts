import type { Instant } from "../units.ts";

/** What people ask of a validation period, and of the time in which the way back is kept. */
export type ValidationCommand =
  | { readonly type: "ExtendPeriod"; readonly until: Instant; readonly reason: string }
  | { readonly type: "CloseRollbackWindow"; readonly reason: string }
  | { readonly type: "SeeFeature"; readonly feature: string; readonly works: boolean; readonly note: string };
