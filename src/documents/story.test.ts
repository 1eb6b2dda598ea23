import { expect, test } from "vitest";
import { minutes, openRelease } from "../../test/support/release.ts";
import { drilled } from "../../test/support/rollout.ts";
import { signed, wholeRelease } from "../../test/support/whole-release.ts";
import type { ReleaseEvent } from "../domain/release/events.ts";
import { storyOf, storyText } from "./story.ts";

const text = (events: readonly ReleaseEvent[]): string => storyText(storyOf(events));

test("a history is told in chapters: each attempt, what came of it, and the time in between", () => {
  const story = storyOf(wholeRelease());
  expect(story.release).toBe("shop-1.1.0");
  expect(story.chapters.map(({ title }) => title)).toEqual([
    "The release is opened",
    "staging, deploy 1",
    "After the way back",
    "A new build, 1.1.1",
    "staging, drill 1",
    "After the way back",
    "staging, deploy 2",
    "production, deploy 1",
    "After the way back",
    "production, deploy 2",
    "In production, and watched",
  ]);
  expect(text(wholeRelease())).toMatch(/… \d+ h( \d+ min)? later/);
});

test("a rollback is told with its cause and how long it took", () => {
  expect(text(wholeRelease())).toMatch(/rollback started by .*\n- all traffic back .*, [\d.]+ s after the decision/);
});

test("windows that repeat are told once, and what repeats among signatures too", () => {
  const drill = storyOf([openRelease(), ...drilled()]).chapters[1]?.lines ?? [];
  expect(drill.filter((line) => line.includes("windows judged"))).toHaveLength(1);
  const base = [openRelease()];
  const twice = [...base, signed(base, "A12", minutes(5)), signed(base, "A12", minutes(9))];
  expect(text(twice)).toContain("signed: A12 by bo (2 times)");
});

const waits: readonly ReleaseEvent[] = [
  openRelease(),
  { type: "BecameDue", at: minutes(10), until: { A4: minutes(70) } },
  { type: "OverdueTold", at: minutes(71), requirement: "A4", rung: 1, to: "bo", delivered: true, detail: "sent" },
  { type: "OverdueTold", at: minutes(90), requirement: "A4", rung: 2, to: "hal", delivered: true, detail: "sent" },
];

test("a wait that fell due is named with who was told and how it ended", () => {
  expect(text(waits)).toContain(
    "A4 waited: nobody answered within 1 h, so bo, then hal were told; nobody has answered yet",
  );
  const given = signed(waits, "A4", minutes(130));
  expect(text([...waits, { ...given, by: "hal", for: "bo" } as ReleaseEvent])).toContain(
    "were told; signed by hal for bo after 2 h",
  );
});

test("what stands alone is told as it is, also between what is collapsed", () => {
  const refused: ReleaseEvent = {
    type: "CommandRefused",
    at: minutes(2),
    command: "Approve",
    code: "X",
    detail: {},
    by: "bot",
  };
  expect(text([openRelease(), refused])).toContain("- refused: Approve by bot: X");
});
