import { describe } from "../../domain/release/describe.ts";
import type { ReleaseEvent } from "../../domain/release/events.ts";
import type { Line } from "../io.ts";
import { columns } from "./columns.ts";
import { showMoment } from "./time.ts";

/** What a line says. The journal keeps each event as its name, its time and the rest as data. */
export const says = ({ type, at, data }: Line): string =>
  describe({ ...(data as object), type, at } as unknown as ReleaseEvent);

/** Time in UTC to the millisecond, who, and one sentence. */
export const historyLines = (lines: readonly Line[]): readonly string[] =>
  columns(lines.map((line) => [showMoment(line.at), line.actor.id, says(line)]));

export const historyAnswer = (release: string, lines: readonly Line[]) => ({
  release,
  entries: lines.map((line) => ({
    version: line.version,
    at: new Date(line.at).toISOString(),
    actor: line.actor,
    type: line.type,
    says: says(line),
    data: line.data,
    hash: line.hash,
  })),
});
