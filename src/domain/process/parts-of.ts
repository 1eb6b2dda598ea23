import type { Check } from "./process.ts";

/** A check without parts has one, which has no name. */
export const partsOf = (check: Check): readonly string[] => (check.parts.length > 0 ? check.parts : [""]);
