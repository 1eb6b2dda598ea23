import { toEvent } from "../conductor/entries.ts";
import { storyOf } from "../documents/story.ts";
import type { ReleaseEvent } from "../domain/release/events.ts";
import type { Line } from "./line.ts";
import type { StoriesAnswer } from "./stories-answer.ts";

/** @param histories  one for each release, in the order in which they are told */
export const toStoriesAnswer = (histories: readonly (readonly Line[])[]): StoriesAnswer => ({
  stories: histories.map((lines) => storyOf(lines.map((line) => toEvent<ReleaseEvent>(line)))),
});
