import { describe } from "../domain/release/describe.ts";
import type { ReleaseEvent } from "../domain/release/events.ts";
import type { HistoryAnswer } from "./history-answer.ts";
import type { Line } from "./line.ts";

/** What a line says. The journal keeps each event as its name, its time and the rest as data. */
export const says = (line: Line): string => describe(eventOf(line));

export const eventOf = ({ type, at, data }: Line): ReleaseEvent =>
  ({ ...(data as object), type, at }) as unknown as ReleaseEvent;

export const toHistoryAnswer = (release: string, lines: readonly Line[]): HistoryAnswer => ({
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
