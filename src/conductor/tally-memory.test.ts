import fc from "fast-check";
import { expect, test } from "vitest";
import { anyWindows, fullSettings } from "../../test/support/any-windows.ts";
import { tallyOf } from "../analysis/judge.ts";
import type { JudgedWindow } from "../domain/rollout/window.ts";
import { tallyMemory } from "./tally-memory.ts";

/** What the history does with a window that was judged: it is kept, as an equal copy, or lost with an instance. */
const fate = fc.constantFrom("kept", "kept", "kept", "lost", "slid", "promoted", "restarted");

test("for any history it gives what adding up from the first window gives, bit for bit", () => {
  fc.assert(
    fc.property(anyWindows(25), fc.array(fate, { minLength: 25, maxLength: 25 }), (windows, fates) => {
      let remembered = tallyMemory();
      let history: readonly JudgedWindow[] = [];
      for (const [i, window] of windows.entries()) {
        const judged = [...history, window];
        expect(remembered("r", judged, fullSettings)).toEqual(tallyOf(judged, fullSettings));
        // Read back from the journal it is an equal window, and not the same object.
        const kept = [...history, structuredClone(window)];
        switch (fates[i]!) {
          case "kept":
            history = kept;
            break;
          case "lost":
            history = kept.slice(0, -1);
            break;
          case "slid":
            history = kept.slice(-3);
            break;
          case "promoted":
            history = [];
            break;
          case "restarted":
            history = kept;
            remembered = tallyMemory();
            break;
        }
      }
    }),
    { numRuns: 100, seed: 17 },
  );
});

test("two rollouts are remembered apart", () => {
  const remembered = tallyMemory();
  const [a, b] = fc.sample(anyWindows(10), { numRuns: 2, seed: 5 });
  for (let n = 1; n <= 10; n++)
    for (const [id, windows] of [["a", a!], ["b", b!]] as const) // biome-ignore format: pairs
      expect(remembered(id, windows.slice(0, n), fullSettings)).toEqual(tallyOf(windows.slice(0, n), fullSettings));
});

test("no window at all is nothing seen", () => {
  expect(tallyMemory()("r", [], fullSettings)).toEqual(tallyOf([], fullSettings));
});
