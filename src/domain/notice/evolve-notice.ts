import type { NoticeEvent } from "./events.ts";
import { logKey, type NoticeDelivery, type NoticeLog, type NoticeLogs } from "./notice.ts";

/** What was sent stays known for good, whatever becomes of the release: nobody is told the same twice. */
export const evolveNotice = (logs: NoticeLogs, event: NoticeEvent): NoticeLogs => {
  const { notice, occurrence } = event;
  const key = logKey(notice, occurrence);
  return { ...logs, [key]: change(logs[key] ?? { notice, occurrence, skipped: null, to: {} }, event) };
};

const change = (log: NoticeLog, event: NoticeEvent): NoticeLog => {
  if (event.type === "NoticeSkipped") return { ...log, skipped: { at: event.at, reason: event.reason } };
  const { at, to, detail } = event;
  const before = log.to[to];
  const state = stateAfter[event.type];
  // Giving up is no try of its own: it follows the last one.
  const tries = event.type === "NoticeGivenUp" ? event.tries : (before?.tries ?? 0) + 1;
  const delivery: NoticeDelivery = { state, at, since: before?.since ?? at, tries, detail };
  return { ...log, to: { ...log.to, [to]: delivery } };
};

const stateAfter = { NoticeDelivered: "delivered", NoticeFailed: "failing", NoticeGivenUp: "given up" } as const;
