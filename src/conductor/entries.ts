import type { Actor } from "../domain/release/commands.ts";
import { type EventData, upcast } from "../domain/release/upcast.ts";
import type { Instant } from "../domain/units.ts";
import type { Entry, NewEntry } from "../journal/port.ts";

type Dated = { readonly type: string; readonly at: Instant };

/** An event becomes a line of the journal: its name and time beside it, the rest as data, and how it came in. */
export const toEntry =
  ({ kind, id, via }: Actor) =>
  ({ type, at, ...data }: Dated): NewEntry => ({
    at,
    actor: { kind, id },
    type,
    data: via === undefined ? data : { ...data, via },
  });

/** The journal keeps what was written through `toEntry` and nothing else; what an older version wrote is brought up. */
export const toEvent = <Event extends Dated>({ type, at, data }: Entry): Event =>
  ({ ...upcast(type, data as EventData), type, at }) as Event;
