import type { Process } from "../process/process.ts";
import { accept, type Decision } from "../refusal.ts";
import type { Release } from "../release/release.ts";
import { type Instant, since } from "../units.ts";
import type { NoticeCommand } from "./commands.ts";
import type { NoticeEvent } from "./events.ts";
import { logKey } from "./notice.ts";
import { isSettled, missedNotices } from "./pending.ts";

/** Reports of the conductor on notices. What is settled stays so: a late echo changes nothing. */
export const decideNotice = (
  process: Process,
  release: Release,
  command: NoticeCommand & { readonly at: Instant },
): Decision<NoticeEvent> =>
  command.type === "SkipNotices" ? accept(skip(process, release, command.at)) : record(process, release, command);

type Recorded = Extract<NoticeCommand, { type: "RecordNotice" }> & { readonly at: Instant };

const record = (process: Process, release: Release, command: Recorded): Decision<NoticeEvent> => {
  const { notice, occurrence, to, result, detail, at } = command;
  const before = release.notices[logKey(notice, occurrence)]?.to[to];
  if (isSettled(before)) return accept();
  const about = { at, notice, occurrence, to, detail };
  const tries = (before?.tries ?? 0) + 1;
  const givenUp: NoticeEvent = { ...about, type: "NoticeGivenUp", tries };
  switch (result) {
    case "delivered":
      return accept<NoticeEvent>([{ ...about, type: "NoticeDelivered" }]);
    case "refused":
      return accept<NoticeEvent>([givenUp]);
    case "failed": {
      const limit = process.notices?.find(({ id }) => id === notice)?.giveUpAfter ?? 0;
      const isOver = since(before?.since ?? at, at) >= limit;
      return accept<NoticeEvent>(isOver ? [givenUp] : [{ ...about, type: "NoticeFailed" }]);
    }
  }
};

const skip = (process: Process, release: Release, at: Instant): readonly NoticeEvent[] =>
  missedNotices(process, release, at).map(({ notice, occurrence }) => ({
    type: "NoticeSkipped",
    at,
    notice: notice.id,
    occurrence: occurrence.key,
    reason: "nobody could be told in time, and it is past",
    missed: occurrence.missed,
  }));
