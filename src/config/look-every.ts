import { z } from "zod";
import type { Every, Process } from "../domain/process/process.ts";
import { type Millis, millis } from "../domain/units.ts";
import type { Complaint } from "./complaint.ts";
import { someDuration } from "./duration.ts";
import { parseDuration, showDuration } from "./duration-text.ts";
import { meant } from "./nearest.ts";
import type { Sound } from "./sound.ts";

/** A look is an entry of the history, and may ask the world for a while. */
const least = millis(60_000);

export const lookEvery = z
  .record(z.string(), someDuration)
  .default({})
  .describe("Checks that are looked at more often than the process asks for, and how often.");

export const lookEveryRules = (
  given: Sound<z.input<typeof lookEvery>> | undefined,
  { requirements }: Process,
): readonly Complaint[] => {
  const repeated = requirements.flatMap((one) =>
    one.kind === "check" && one.every ? [{ ...one, every: one.every }] : [],
  );
  const ids = repeated.map(({ id }) => id);
  return Object.entries(given ?? {}).flatMap(([id, text]): readonly Complaint[] => {
    const path = ["look-every", id];
    const own = repeated.find((one) => one.id === id)?.every;
    if (own === undefined)
      return [{ path, what: "no check of this name is looked at again and again", fix: meant(id, ids, "checks") }];
    const length = typeof text === "string" ? parseDuration(text) : null;
    if (length === null || (length >= least && length < longest(own))) return [];
    const fix = `write ${showDuration(least)} or more, and less than ${showDuration(longest(own))}`;
    return [{ path, what: `${text} is ${length < least ? "too often" : "no oftener than the process asks for"}`, fix }];
  });
};

const longest = (every: Every): Millis =>
  typeof every === "number" ? every : millis(Math.max(...every.map((one) => one.every)));

/** Never more seldom than the process asks for. */
export const oftener = (every: Every, wanted: Millis): Every =>
  typeof every === "number"
    ? millis(Math.min(every, wanted))
    : every.map((one) => ({ ...one, every: millis(Math.min(one.every, wanted)) }));
