import { expect, test } from "vitest";
import { accessWorld, codeAt } from "../../../test/support/access.ts";
import { personCalled, readAccount } from "./account.ts";
import { beginCodes, confirmCodes } from "./one-time-codes.ts";

test("recovery codes are ten of 120 bits, of which only hashes are kept", async () => {
  const { deps, now } = accessWorld();
  const ada = await personCalled(deps, "ada");
  const { secret } = await beginCodes(deps, ada);

  const recovery = await confirmCodes(deps, ada, codeAt(secret, now));

  expect(new Set(recovery).size).toBe(10);
  for (const code of recovery) expect(code).toMatch(/^[a-z2-7]{4}(?:-[a-z2-7]{4}){5}$/);
  const kept = JSON.stringify(await readAccount(deps, ada));
  for (const code of recovery) expect(kept).not.toContain(code.replaceAll("-", ""));
  expect((await readAccount(deps, ada))?.codes?.recovery).toEqual(
    Array.from({ length: 10 }, () => expect.stringMatching(/^[\da-f]{64}$/)),
  );
});
