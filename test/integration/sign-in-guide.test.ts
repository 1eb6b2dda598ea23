import { expect, test } from "vitest";
import { freePort } from "../../src/free-port.ts";
import { followGuide } from "../support/guide.ts";

const page = "docs/sign-in.md";

/** The authenticator app of whoever follows the page. */
const app = `import { Secret, TOTP } from "${import.meta.resolve("otpauth")}";
console.log(new TOTP({ secret: Secret.fromBase32(process.argv.at(-1)) }).generate());`;

test("who follows the page has accounts, codes, tokens, permissions and a history of all of it", {
  timeout: 120_000,
}, async () => {
  const port = String(await freePort());

  await using followed = await followGuide({ page, change: { 8080: port }, programs: { oathtool: app } });

  expect(followed.said).toContain("TOKEN_REVOKED");
  expect(followed.exit, followed.said).toBe(0);
});
