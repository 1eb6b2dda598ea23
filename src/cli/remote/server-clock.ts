import { type Instant, instant } from "../../domain/units.ts";

/**
 * The server's time of day, so that whatever is due is due here as it is there (R209). Its first answer says it in whole
 * seconds; this clock is moved by the least that fits to that, which is nothing for two clocks that go the same, and is
 * never before what the server has written down already.
 */
export const serverClock = (own: () => Instant) => {
  let shift: number | null = null;
  let latest = 0;
  return {
    now: (): Instant => instant(Math.max(own() + (shift ?? 0), latest)),
    /** The `Date` of an answer to what was sent at one moment and came at another, both of our own clock. */
    heard: (date: string | null, sent: Instant, came: Instant): void => {
      const second = Date.parse(date ?? "");
      if (shift !== null || Number.isNaN(second)) return;
      const [least, most] = [second - came, second + 999 - sent];
      shift = Math.min(Math.max(0, least), most);
    },
    /** The server wrote something at this moment. */
    saw: (at: Instant): void => {
      latest = Math.max(latest, at);
    },
  };
};

export type ServerClock = ReturnType<typeof serverClock>;
