import { expect, test } from "vitest";
import { accessWorld, device } from "../../../test/support/access.ts";
import { type PasskeyAnswer, passkeyOptions, signInByPasskey } from "./passkeys.ts";

test.each<[string, PasskeyAnswer]>([
  ["nothing", {}],
  ["an id that is no text", { id: { toString: 1 } }],
  ["an id that is nested very deeply", { id: JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`) as unknown }],
  ["data that is no text", { id: "a", response: { clientDataJSON: { toString: 1 } } }],
  ["a response that is none", { id: "a", response: null }],
])("what no authenticator answers is refused and no fault of ours: %s", async (_, answer) => {
  const { deps } = accessWorld();
  const { challenge } = await passkeyOptions(deps, { purpose: "sign in", account: null });
  const clientDataJSON = Buffer.from(JSON.stringify({ challenge })).toString("base64url");
  for (const shown of [answer, { response: { clientDataJSON }, ...answer }])
    await expect(signInByPasskey(deps, shown, device)).rejects.toMatchObject({ code: "SIGN_IN_REFUSED" });
});
