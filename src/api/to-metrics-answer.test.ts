import { expect, test } from "vitest";
import { defaultProcess } from "../../test/support/default-process.ts";
import { given, minutes, openRelease } from "../../test/support/release.ts";
import { readServiceMetrics } from "./to-metrics-answer.ts";

const listed = (id: string, updatedAt: number, service = "shop") => ({ id, service, updatedAt: minutes(updatedAt) });

/** What was looked at, of three releases of which one ended long before, and one of another service. */
const lookedAt = async (from: number | null): Promise<readonly string[]> => {
  const loaded: string[] = [];
  await readServiceMetrics(
    {
      now: () => minutes(1_000),
      list: async () => [listed("a", 5), listed("b", 600), listed("c", 900), listed("d", 900, "desk")],
      async load(id) {
        loaded.push(id);
        return { process: defaultProcess, release: given(openRelease({ release: id })) } as never;
      },
    },
    "shop",
    { from: from === null ? null : minutes(from), to: null },
  );
  return loaded;
};

test("T34: figures of a quarter read only releases of which something may have happened in it", async () => {
  expect(await lookedAt(600)).toEqual(["b", "c"]);
  expect(await lookedAt(null)).toEqual(["a", "b", "c"]);
});
