import type { CalendarActed } from "../conductor/engine.ts";
import { describeCalendar } from "../domain/calendar/describe-calendar.ts";
import { AppError } from "../errors.ts";
import type { Context } from "./context.ts";

/** Prints what an act on the calendar brought about. @throws AppError with the code of the refusal */
export const settleCalendar = (context: Context, { decision, asked, failed }: CalendarActed): void => {
  if (!decision.ok) throw new AppError(decision.refusal.code, decision.refusal.detail);
  const { events, note } = decision;
  const says = events.map(describeCalendar);
  context.answer(
    {
      ok: true,
      events: events.map((event, i) => ({ ...event, at: new Date(event.at).toISOString(), says: says[i] })),
      note,
      asked,
      failed,
    },
    () =>
      [
        ...says,
        ...(note === null ? [] : [note]),
        ...(asked.length === 0 ? [] : [`Planned time judged anew: ${asked.join(", ")}`]),
        ...(failed.length === 0 ? [] : [`Could not be judged anew: ${failed.join(", ")}`]),
      ].join("\n"),
  );
};
