import type { Instant } from "../domain/units.ts";
import type { Actor, Entry, NewEntry } from "../journal/port.ts";

type Dated = { readonly type: string; readonly at: Instant };

/** An event becomes a line of the journal: its name and time beside it, the rest as data. */
export const toEntry =
  (actor: Actor) =>
  ({ type, at, ...data }: Dated): NewEntry => ({ at, actor, type, data });

/** The journal keeps what was written through `toEntry` and nothing else, so the shape is known here. */
export const toEvent = <Event extends Dated>({ type, at, data }: Entry): Event =>
  ({ ...(data as object), type, at }) as Event;
