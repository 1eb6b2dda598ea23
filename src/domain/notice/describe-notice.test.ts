import { expect, test } from "vitest";
import { minutes } from "../../../test/support/release.ts";
import { describeNotice } from "./describe-notice.ts";
import type { NoticeEvent } from "./events.ts";

type Bare<T> = T extends NoticeEvent ? Omit<T, "notice" | "occurrence" | "at"> : never;
/** One row for each type, or this file does not compile. */
type Table = { readonly [T in NoticeEvent["type"]]: readonly [Bare<Extract<NoticeEvent, { type: T }>>, string] };

const table: Table = {
  NoticeDelivered: [
    { type: "NoticeDelivered", to: "board@example.org", detail: "250 OK" },
    "starting (production-deploy-1 started) told to board@example.org: 250 OK",
  ],
  NoticeFailed: [
    { type: "NoticeFailed", to: "ada", detail: "no server" },
    "starting (production-deploy-1 started) not told to ada yet: no server",
  ],
  NoticeGivenUp: [
    { type: "NoticeGivenUp", to: "ada", detail: "no server", tries: 5 },
    "starting (production-deploy-1 started) given up for ada after 5 tries: no server",
  ],
  NoticeSkipped: [
    { type: "NoticeSkipped", reason: "it is past", missed: 3 },
    "starting (production-deploy-1 started) is not told any more (3 were missed): it is past",
  ],
};

test.each(Object.values(table))("%j", (event, sentence) => {
  const about = { notice: "starting", occurrence: "production-deploy-1 started", at: minutes(1) };
  expect(describeNotice({ ...event, ...about } as NoticeEvent)).toBe(sentence);
});
