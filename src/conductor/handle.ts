import type { Process } from "../domain/process/process.ts";
import type { Refusal } from "../domain/refusal.ts";
import type { Command } from "../domain/release/commands.ts";
import { decide } from "../domain/release/decide.ts";
import type { ReleaseEvent } from "../domain/release/events.ts";
import type { Release } from "../domain/release/release.ts";
import { delegatorOf } from "../domain/release/who-may.ts";
import { AppError } from "../errors.ts";
import type { Entry } from "../journal/port.ts";
import type { Deps } from "./deps.ts";
import { toEntry, toEvent } from "./entries.ts";
import { type Loader, releaseStream } from "./load.ts";

export type Handled =
  | { readonly ok: true; readonly events: readonly ReleaseEvent[]; readonly note: string | null }
  | { readonly ok: false; readonly refusal: Refusal };

/** Appends race with other processes; each lost race is decided anew on the newer state. */
const tries = 20;

/**
 * The one way in: load, decide, append. A refusal of a person or an agent is written into the history too.
 * @param process only for `OpenRelease`, which pins it; every other command is judged by what the release pinned
 */
export const handle = async (
  deps: Pick<Deps, "journal">,
  { find, keep }: Pick<Loader, "find" | "keep">,
  id: string,
  command: Command,
  process?: Process,
): Promise<Handled> => {
  for (let attempt = 1; ; attempt++) {
    const loaded = await find(id);
    const done = command.by.via?.request === undefined ? undefined : loaded?.requests.get(command.by.via.request);
    if (done !== undefined) return asDone(done);
    const rules = loaded?.process ?? process;
    if (rules === undefined) throw new AppError("RELEASE_NOT_FOUND", { release: id });
    const decision = decide(rules, loaded?.release, command);
    const events = decision.ok ? decision.events : refused(loaded?.release, command, decision.refusal);
    try {
      if (events.length > 0) {
        const entries = events.map(toEntry(command.by));
        keep(id, await deps.journal.append(releaseStream(id), loaded?.version ?? 0, entries));
      }
      return decision.ok ? decision : { ok: false, refusal: decision.refusal };
    } catch (error) {
      if (!(error instanceof AppError && error.code === "JOURNAL_CONFLICT") || attempt === tries) throw error;
    }
  }
};

/** The same request once more, whose answer was lost on the way: it gets that answer, and nothing is done. */
const asDone = (entries: readonly Entry[]): Handled => {
  const events = entries.map((entry) => toEvent<ReleaseEvent>(entry));
  const refusal = events.find((event) => event.type === "CommandRefused");
  return refusal === undefined
    ? { ok: true, events, note: null }
    : { ok: false, refusal: { code: refusal.code as Refusal["code"], detail: refusal.detail } };
};

const refused = (
  release: Release | undefined,
  { type, by, at }: Command,
  { code, detail }: Refusal,
): readonly ReleaseEvent[] =>
  release === undefined || by.kind === "system"
    ? []
    : [{ type: "CommandRefused", at, command: type, code, detail, by: by.id, ...delegatorOf(release, by) }];
