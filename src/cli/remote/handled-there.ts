import type { ActAnswer } from "../../api/routes/act-answer.ts";
import { toEvent } from "../../conductor/entries.ts";
import type { Handled } from "../../conductor/handle.ts";
import { releaseStream } from "../../conductor/load.ts";
import type { Refused } from "../../domain/refusal.ts";
import { describe } from "../../domain/release/describe.ts";
import type { ReleaseEvent } from "../../domain/release/events.ts";
import { refusals } from "../../errors/refusals.ts";
import { AppError } from "../../errors.ts";
import type { Entry, Journal } from "../../journal/port.ts";

/**
 * An act on a release over there, as the engine would have handled it here. The answer tells each event in words alone;
 * whole events are in the history, where they are the first ones after the act began that say the same.
 */
export const handledThere = async <Answer extends ActAnswer>(
  journal: Pick<Journal, "read" | "list">,
  id: string,
  act: () => Promise<Answer>,
): Promise<Handled> => {
  const stream = releaseStream(id);
  const before = (await journal.list(stream)).find((head) => head.stream === stream)?.version ?? 0;
  const answer = await act().catch(asRefusal);
  if (!answer.ok) return answer;
  const { events, note } = answer;
  if (events.length === 0) return { ok: true, events: [], note };
  return { ok: true, events: found(await journal.read(stream, before), events), note };
};

/** What the core refuses is a value here as well. */
export const asRefusal = (error: unknown): Refused => {
  if (error instanceof AppError && isRefusal(error.code))
    return { ok: false, refusal: { code: error.code, detail: error.detail } };
  throw error;
};

const isRefusal = (code: string): code is keyof typeof refusals => Object.hasOwn(refusals, code);

const found = (entries: readonly Entry[], told: ActAnswer["events"]): readonly ReleaseEvent[] => {
  const left = entries.map((entry) => toEvent<ReleaseEvent>(entry));
  return told.map(({ type, says }) => {
    const at = left.findIndex((event) => event.type === type && describe(event) === says);
    const [event] = at < 0 ? [] : left.splice(at, 1);
    if (event !== undefined) return event;
    throw new AppError("SERVER_STRANGE", { url: "HEADGATE_URL", problem: `${type} is not in the history: ${says}` });
  });
};
