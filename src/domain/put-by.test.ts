import { expect, test } from "vitest";
import { digestOf, minutes } from "../../test/support/release.ts";
import type { EnvironmentEvent } from "./environment.ts";
import { putBy } from "./put-by.ts";

const build = (version: string) => ({ version, digest: digestOf(version) });
const at = minutes(1);
const adopted = (version: string): EnvironmentEvent => ({
  type: "EnvironmentAdopted",
  at,
  build: build(version),
  count: 1,
  reason: "it runs",
  by: "ada",
});
/** A rollout of this release that left this version running. */
const rolledOut = (release: string, runs: string | null): readonly EnvironmentEvent[] => [
  { type: "EnvironmentHeld", at, release, rollout: `${release}-1` },
  { type: "EnvironmentFreed", at, rollout: `${release}-1`, runs: runs === null ? null : build(runs) },
];

test("the release that brought a build, whoever came after it in vain", () => {
  const events = [adopted("1"), ...rolledOut("r2", "2"), ...rolledOut("r3", "2"), ...rolledOut("r4", null)];
  expect(putBy(events, digestOf("2"))).toBe("r2");
});

test("nobody brought what was adopted or never ran, though it was rolled back to", () => {
  const events = [adopted("1"), ...rolledOut("r2", "1")];
  expect(putBy(events, digestOf("1"))).toBeNull();
  expect(putBy(events, digestOf("2"))).toBeNull();
});

test("of two that brought the same build the last one", () => {
  expect(putBy([...rolledOut("r1", "1"), ...rolledOut("r2", "2"), ...rolledOut("r3", "1")], digestOf("1"))).toBe("r3");
});
