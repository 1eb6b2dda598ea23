import type { Finding } from "../domain/release/evidence.ts";
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

/** What a look at the world saw, before the process judges it. */
export type Seen = {
  readonly figures: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
  readonly texts?: Readonly<Record<string, string>>;
};

/**
 * One kind of look, with settings of its own; a probe is made of one or several. What the world says is `Seen`, be it
 * good or bad. Rejects with `AppError` when it could not look.
 */
export type Look<Settings> = (settings: Settings, signal: AbortSignal) => Promise<Seen>;
