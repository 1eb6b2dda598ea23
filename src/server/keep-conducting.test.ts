import { once } from "node:events";
import { expect, test } from "vitest";
import { until } from "../../test/support/until.ts";
import { keepConducting } from "./keep-conducting.ts";

test("a fault ends the conductor of a server only until it begins anew, and is logged", async () => {
  const logged: unknown[] = [];
  let lives = 0;
  const kept = keepConducting({
    log: { error: (...line: unknown[]) => void logged.push(line) },
    pause: 1,
    async conduct(signal) {
      lives++;
      if (lives < 3) throw new TypeError("a bug");
      await once(signal, "abort");
    },
  });
  await until("it lives a third time", () => lives === 3);
  await kept.stop();
  expect(lives).toBe(3);
  expect(logged).toHaveLength(2);
});
