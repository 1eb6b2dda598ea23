import type { Process } from "../process/process.ts";
import type { Effect } from "../release/effects.ts";
import type { Release } from "../release/release.ts";
import { type Instant, millis } from "../units.ts";
import { missedNotices, pendingNotices } from "./pending.ts";

/** Long enough for a slow mail server; one that says nothing for so long has failed. */
const within = millis(20_000);

/** Whom to tell what, now; and that something is past of which nobody could be told. */
export const noticeEffects = (process: Process, release: Release, now: Instant): readonly Effect[] => {
  if (process.notices === undefined || process.notices.length === 0) return [];
  const due = pendingNotices(process, release, now).filter(({ isDue }) => isDue);
  return [
    ...due.map(
      ({ notice, occurrence, to }): Effect => ({
        of: "release",
        kind: "notify",
        notice: notice.id,
        occurrence: occurrence.key,
        to,
        within,
      }),
    ),
    ...(missedNotices(process, release, now).length === 0
      ? []
      : [{ of: "release", kind: "dispatch", command: "SkipNotices", within: millis(10_000) } as const]),
  ];
};
