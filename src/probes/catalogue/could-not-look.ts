import { AppError } from "../../errors.ts";

/** For what could not be looked at: that is `error`, which is neither good nor bad news of the world. */
export const couldNotLook = (probe: string, problem: string, fix: string, cause?: unknown): AppError =>
  new AppError("PROBE_FAILED", { probe, problem, fix }, { cause });
