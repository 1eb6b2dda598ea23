import type { Instant } from "./units.ts";

/** `2026-11-02 09:00:05 UTC`: to the second, always with its zone. */
export const utc = (at: Instant): string => `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;

/** `2026-11-02 09:00 UTC`, for letters to people. */
export const utcMinute = (at: Instant): string => `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
