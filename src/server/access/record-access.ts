import { againOnConflict } from "../../conductor/again-on-conflict.ts";
import { toEntry } from "../../conductor/entries.ts";
import { type AccessEvent, accessStream } from "../../domain/access/events.ts";
import type { Actor } from "../../domain/release/commands.ts";
import type { AccessDeps } from "./access-deps.ts";

/** Whoever has not shown who they are: then the server itself is the one who tells. */
export const unknownActor: Actor = { kind: "system", id: "server" };

type Untimed<Event> = Event extends unknown ? Omit<Event, "at"> : never;
export type AccessFact = Untimed<AccessEvent>;

/** Appends to the stream `access`. The head alone is asked for: the history of sign-ins grows long. */
export const recordAccess = (
  { journal, now }: Pick<AccessDeps, "journal" | "now">,
  by: Actor,
  ...facts: readonly AccessFact[]
): Promise<void> =>
  againOnConflict(async () => {
    const head = (await journal.list(accessStream)).find(({ stream }) => stream === accessStream);
    const at = now();
    await journal.append(
      accessStream,
      head?.version ?? 0,
      facts.map((fact) => toEntry(by)({ ...fact, at })),
    );
  });
