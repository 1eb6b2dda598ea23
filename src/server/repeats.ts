import type { Digest, Instant } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import type { Vault } from "../journal/port.ts";
import { sweep } from "./access/sweep.ts";

/** What was answered to a request, to be answered once more when it is repeated. */
export type Answered = { readonly status: number; readonly body: unknown };

type Kept = { readonly of: Digest; readonly answer: Answered | null };

/** Of an id, so that the part of the vault that is looked through for what is over is one of 256. */
const partLength = "sha256:".length + 2;

/** How long a key is remembered. */
const remembered = 24 * 3_600_000;

/** One request under a key of its sender's. `id` stands in the history with whatever it brings about. */
export type Repeatable = { readonly id: Digest; readonly of: Digest; readonly key: string };

/**
 * Does a request once, however often it is sent (the draft on `Idempotency-Key` of the IETF's HTTPAPI group). That it
 * was begun is written down first, and what came of it before it is answered. If the process dies in between, the core
 * finds the id in the history and gives what was done then, so that a repetition does nothing twice.
 *
 * @throws AppError `KEY_REUSED` when the key came with another request before
 */
export const once = async (
  vault: Vault,
  { id, of, key }: Repeatable,
  now: () => Instant,
  act: () => Promise<Answered>,
): Promise<Answered & { readonly again: boolean }> => {
  const known = await vault.get("request", id, now());
  const before = known?.value as Kept | undefined;
  if (before !== undefined && before.of !== of) throw new AppError("KEY_REUSED", { key });
  if (before?.answer) return { ...before.answer, again: true };
  const keep = (answer: Answered | null, version: number): Promise<boolean> =>
    vault.put({ kind: "request", key: id, value: { of, answer } satisfies Kept, until: later(now()) }, version, now());
  // Somebody who sends it twice at the same time is served by the core's own look into the history.
  if (known === null) await keep(null, 0);
  await sweep({ vault, now }, "request", id.slice(0, partLength));
  const answer = await act();
  await keep(answer, known?.version ?? 1);
  return { ...answer, again: false };
};

const later = (now: Instant): Instant => (now + remembered) as Instant;
