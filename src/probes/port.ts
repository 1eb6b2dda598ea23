import type { Digest } from "../domain/units.ts";

/** What a probe brought back: raw bytes to keep and the format to read them by. */
export type Answer = { readonly format: string; readonly raw: Uint8Array; readonly source: string };

/** What a probe may look at. */
export type Question = {
  readonly requirement: string;
  readonly build: Digest;
  readonly environment: string;
  readonly part: string;
};

/** A check that asks the world. Rejects with `AppError` when it could not look: that is `error`, never a pass. */
export type Probe = (question: Question, signal: AbortSignal) => Promise<Answer>;
