import { expect, test } from "vitest";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { given, minutes, openRelease } from "../../../test/support/release.ts";
import { climb, drilled, promoted } from "../../../test/support/rollout.ts";
import { toStatusAnswer } from "../../api/to-status-answer.ts";
import { status } from "../../domain/process/status.ts";
import type { ReleaseEvent } from "../../domain/release/events.ts";
import { millis } from "../../domain/units.ts";
import { rolloutText } from "./rollout-text.ts";

const begins = minutes(3 * 1_440);
const opened = openRelease({ plan: { productionAt: begins, window: millis(2 * 3_600_000) } });
const drill = drilled({ at: minutes(60) }, 3_600);
const plain = (text: string): string => text;
const layout = { columns: 100, paint: { strong: plain, faint: plain, good: plain, bad: plain, doubt: plain } };

const told = (...events: readonly ReleaseEvent[]): string => {
  const [release, process] = [given(...events), defaultProcess];
  const answer = toStatusAnswer({ release, process, view: status(process, release, begins) }, begins);
  return answer.rollouts.flatMap((rollout) => rolloutText(rollout, layout)).join("\n");
};

test("R31: status shows until when a rollback has to begin, while such a rollout runs", () => {
  const line = "point of no return: a rollback has to begin by 2026-11-05 10:00 UTC";
  expect(told(opened, ...drill, ...climb({ at: begins }).slice(0, 4))).toContain(line);
  expect(told(opened, ...drill, ...promoted({ at: begins }))).not.toContain("point of no return");
  expect(told(openRelease(), ...drill, ...climb({ at: begins }).slice(0, 4))).not.toContain("point of no return");
});
