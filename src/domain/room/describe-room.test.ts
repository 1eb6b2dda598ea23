import { expect, test } from "vitest";
import { digestOf, minutes } from "../../../test/support/release.ts";
import { describe } from "../release/describe.ts";
import type { RoomEvent } from "./events.ts";

const rows: readonly (readonly [RoomEvent, string])[] = [
  [
    {
      type: "PresenceConfirmed",
      at: minutes(1),
      requirement: "production.deploy",
      post: "qa-lead",
      role: "qa-lead",
      by: "gil",
      for: "eli",
      onCall: false,
    },
    "gil for eli is there for production.deploy as qa-lead (qa-lead)",
  ],
  [
    { type: "NoteTaken", at: minutes(1), line: 2, kind: "decision", text: "we go on", about: "trigger-1", by: "ada" },
    "decision 2 by ada on trigger-1: we go on",
  ],
  [
    { type: "ChecksAskedAgain", at: minutes(1), recheck: "production.deploy", checks: ["checklist.logs"], by: "ada" },
    "ada wants production.deploy to begin: looked at once more: checklist.logs",
  ],
  [
    {
      type: "CheckHeld",
      at: minutes(1),
      recheck: "production.deploy",
      requirement: "checklist.logs",
      part: "",
      source: "probe logs",
      raw: digestOf("x"),
    },
    "checklist.logs still holds, for production.deploy (probe logs)",
  ],
];

test.each(rows)("what happened in the room in one sentence: $type", (event, sentence) => {
  expect(describe(event)).toBe(sentence);
});
