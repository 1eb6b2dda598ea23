import type { ReleaseEvent } from "../domain/release/events.ts";
import { type Instant, since } from "../domain/units.ts";
import { duration } from "./format.ts";

type Wait = {
  readonly id: string;
  readonly since: Instant;
  readonly due: Instant;
  readonly told: readonly string[];
  readonly end: { readonly at: Instant; readonly how: string } | null;
};

/** Waits that fell due unanswered and ended among these events, or did not end at all: who was told, and how it ended. */
export const toldWaits = (history: readonly ReleaseEvent[], events: readonly ReleaseEvent[]): readonly string[] => {
  const [from, to] = [events[0]?.at ?? 0, events.at(-1)?.at ?? 0];
  const isLast = events.at(-1) === history.at(-1);
  return waitsOf(history)
    .filter(({ told }) => told.length > 0)
    .filter(({ end }) => (end === null ? isLast : end.at >= from && end.at <= to))
    .map(inWords);
};

const waitsOf = (history: readonly ReleaseEvent[]): readonly Wait[] => {
  const open = new Map<string, Wait>();
  const over: Wait[] = [];
  for (const event of history) {
    if (event.type === "BecameDue")
      for (const [id, due] of Object.entries(event.until))
        if (!open.has(id)) open.set(id, { id, since: event.at, due, told: [], end: null });
    if (event.type === "OverdueTold") {
      const wait = open.get(event.requirement);
      if (wait !== undefined) open.set(wait.id, { ...wait, told: [...wait.told, event.to] });
    }
    const done = doneBy(event);
    const wait = done === null ? undefined : open.get(done.id);
    if (done === null || wait === undefined) continue;
    open.delete(done.id);
    over.push({ ...wait, end: { at: event.at, how: done.how } });
  }
  return [...over, ...open.values()];
};

const doneBy = (event: ReleaseEvent): { readonly id: string; readonly how: string } | null => {
  switch (event.type) {
    case "ApprovalGiven": {
      const stead = event.for === undefined ? "" : ` for ${event.for}`;
      return { id: event.requirement, how: `signed by ${event.by}${stead}` };
    }
    case "ApprovalRejected":
      return { id: event.requirement, how: `rejected by ${event.by}` };
    case "RecordFiled":
    case "DocumentWritten":
      return { id: event.requirement, how: `filed by ${event.by}` };
    case "TaskClosed":
      return { id: event.task, how: `closed by ${event.by}` };
    default:
      return null;
  }
};

const inWords = ({ id, since: from, due, told, end }: Wait): string => {
  const asked = `${id} waited: nobody answered within ${duration(since(from, due))}, so ${[...new Set(told)].join(", then ")} ${told.length === 1 ? "was" : "were"} told`;
  return end === null
    ? `${asked}; nobody has answered yet`
    : `${asked}; ${end.how} after ${duration((Math.floor(since(from, end.at) / 60_000) * 60_000) as ReturnType<typeof since>)}`;
};
