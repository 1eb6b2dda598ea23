import { z } from "zod";
import { route } from "../make-route.ts";
import { releaseMetrics, serviceMetrics } from "../metrics-answer.ts";
import { noticesAnswer } from "../notices-answer.ts";
import { told } from "../read-only.ts";
import { storiesAnswer } from "../stories-answer.ts";
import { moment } from "../values.ts";
import { looksAt, ofRelease, release } from "./reading.ts";

/** What was done and measured, and who was told of it. */
export const historyReads = {
  readStory: route({
    ...looksAt,
    name: "readStory",
    path: "/api/v1/releases/{release}/story",
    tag: "Releases",
    summary: "The history of a release in chapters, as people tell it",
    params: release,
    answer: told(storiesAnswer),
    refuses: ofRelease,
  }),
  readNotices: route({
    ...looksAt,
    name: "readNotices",
    path: "/api/v1/releases/{release}/notices",
    tag: "Releases",
    summary: "Who was told what and when, and who could not be reached",
    params: release,
    answer: told(noticesAnswer),
    refuses: ofRelease,
  }),
  readReleaseMetrics: route({
    ...looksAt,
    name: "readReleaseMetrics",
    path: "/api/v1/releases/{release}/metrics",
    tag: "Releases",
    summary: "What was measured of a release against its target",
    params: release,
    answer: told(releaseMetrics),
    refuses: ofRelease,
  }),
  readServiceMetrics: route({
    ...looksAt,
    name: "readServiceMetrics",
    path: "/api/v1/service/metrics",
    tag: "Service",
    summary: "Delivery, rollback times and each release's metrics over a span",
    query: z.strictObject({
      since: moment.optional().describe("Else from the first release on. What was over before is not looked at."),
      until: moment.optional().describe("Else now; this moment is no part of it."),
    }),
    answer: told(serviceMetrics),
    refuses: ["CONFIG_INVALID", "JOURNAL_DAMAGED"],
  }),
};
