import type { Handled } from "../conductor/handle.ts";
import { describe } from "../domain/release/describe.ts";
import { AppError } from "../errors.ts";
import type { ActAnswer } from "./routes/act-answer.ts";

/** What a command brought about, as every surface answers it. @throws AppError with the code of the refusal */
export const toActAnswer = (handled: Handled): ActAnswer => {
  if (!handled.ok) throw new AppError(handled.refusal.code, handled.refusal.detail);
  const { events, note } = handled;
  return { ok: true, events: events.map((event) => ({ type: event.type, says: describe(event) })), note };
};
