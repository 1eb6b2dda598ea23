import type { Millis } from "../units.ts";

/** The act is reviewed within this time, by somebody else who holds one of these roles. */
export type BreakGlass = { readonly reviewWithin: Millis; readonly reviewers: readonly string[] };
