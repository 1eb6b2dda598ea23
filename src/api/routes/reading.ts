import { z } from "zod";
import type { ErrorCode } from "../../errors.ts";
import { environment, id } from "../values.ts";

/** What routes that change nothing have in common. */
export const looksAt = { method: "GET", needs: "see" } as const;

export const release = z.strictObject({ release: id.describe("Such as shop-1.1.0.") });

export const inEnvironment = z.strictObject({ environment: environment.default("production") });

/** What every look at one release may be refused for. */
export const ofRelease: readonly ErrorCode[] = ["RELEASE_NOT_FOUND", "JOURNAL_DAMAGED"];
