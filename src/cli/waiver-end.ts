import type { Instant } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import { momentOf, type When } from "./values.ts";

/** When a waiver ends, as it was typed. @throws AppError `USAGE`: one that never ends is no exception, but another rule */
export const waiverEnd = (expires: When | undefined, now: Instant): Instant => {
  if (expires !== undefined) return momentOf(expires, now);
  throw new AppError("USAGE", { problem: "--expires is missing: a waiver ends.", fix: "Add --expires 7d, or a date." });
};
