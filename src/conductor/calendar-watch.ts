import type { CalendarView } from "../domain/calendar/hindrance.ts";
import type { CalendarState } from "../domain/calendar/state.ts";
import type { Instant } from "../domain/units.ts";
import { readCalendar } from "./calendar-store.ts";
import { calendarAround } from "./calendar-view.ts";
import type { Deps } from "./deps.ts";
import type { Loaded } from "./load.ts";

/** A conductor hears of a freeze within so many ms, and asks no oftener. */
const pause = 500;

/** The calendar as a conductor knows it, read again now and then. Nobody acts on one that was never read. */
export type CalendarWatch = {
  /** @throws AppError when the journal cannot be read */
  refresh(): Promise<void>;
  /** Null before it was read for the first time. */
  viewFor(loaded: Loaded, now: Instant): CalendarView | null;
};

export const calendarWatch = (deps: Pick<Deps, "journal" | "clock">): CalendarWatch => {
  let state: CalendarState | null = null;
  let readAt = 0;
  return {
    async refresh() {
      const at = deps.clock.elapsed();
      if (state !== null && at - readAt < pause) return;
      state = await (state === null ? readCalendar(deps) : readCalendar(deps, state));
      readAt = at;
    },
    viewFor: ({ config, release }, now) => (state === null ? null : calendarAround(config, state, release, now)),
  };
};
