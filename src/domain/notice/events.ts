import type { Instant } from "../units.ts";

/** What is told of notices: each about one notice of the process and one occurrence. */
export type NoticeEvent = { readonly at: Instant; readonly notice: string; readonly occurrence: string } & (
  | { readonly type: "NoticeDelivered"; readonly to: string; readonly detail: string }
  /** It is tried again after a pause. */
  | { readonly type: "NoticeFailed"; readonly to: string; readonly detail: string }
  | { readonly type: "NoticeGivenUp"; readonly to: string; readonly detail: string; readonly tries: number }
  /** It was not told in time, and is past: nobody is told late (T39). `missed`: how many of its kind, this one included. */
  | { readonly type: "NoticeSkipped"; readonly reason: string; readonly missed: number }
);
