import type { NoticeEvent } from "./events.ts";

/** One sentence on a notice. */
export const describeNotice = (event: NoticeEvent): string => {
  const what = `${event.notice} (${event.occurrence})`;
  switch (event.type) {
    case "NoticeDelivered":
      return `${what} told to ${event.to}: ${event.detail}`;
    case "NoticeFailed":
      return `${what} not told to ${event.to} yet: ${event.detail}`;
    case "NoticeGivenUp":
      return `${what} given up for ${event.to} after ${event.tries} ${event.tries === 1 ? "try" : "tries"}: ${event.detail}`;
    case "NoticeSkipped":
      return `${what} is not told any more${event.missed > 1 ? ` (${event.missed} were missed)` : ""}: ${event.reason}`;
  }
};
