import { expect, test } from "vitest";
import { simulatedVault } from "../../test/support/simulated-vault.ts";
import { digest, instant } from "../domain/units.ts";
import { once } from "./repeats.ts";

const day = 24 * 3_600_000;
const idOf = (n: number) => digest(`sha256:${`ab${n}`.padEnd(64, "0")}`);

test("answers that are remembered no longer are kept no longer either", async () => {
  const vault = simulatedVault();
  const answer = { status: 200, body: { note: null } };
  const ask = (n: number, at: number) =>
    once(
      vault,
      { id: idOf(n), of: idOf(0), key: `k${n}` },
      () => instant(at),
      async () => answer,
    );
  for (let n = 1; n <= 5; n++) await ask(n, n);

  await ask(6, 2 * day);

  // Asked as of the beginning, so that what is over shows as long as it is there.
  expect(await vault.list("request", "", instant(0))).toHaveLength(1);
});
