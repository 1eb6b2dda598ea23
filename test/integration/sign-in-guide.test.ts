import { describe, expect, test } from "vitest";
import { loadServerSettings } from "../../src/config/server-settings.ts";
import { freePort } from "../../src/free-port.ts";
import { passkeysOf } from "../../src/server/access/passkey-store.ts";
import { callbackPath } from "../../src/server/access/single-sign-on.ts";
import { passphrase, withPassword } from "../support/access.ts";
import { hasChromium } from "../support/chromium.ts";
import { followGuide, hasTools } from "../support/guide.ts";
import { shell } from "../support/headgate.ts";
import { client, openIdProvider } from "../support/openid-provider.ts";
import { passkeyBrowser } from "../support/passkey-browser.ts";
import { serveAccess, visitor } from "../support/serve-access.ts";
import { blocksOf } from "../support/ssh-guide.ts";
import { startHeadgateWith } from "../support/start-headgate.ts";
import { until } from "../support/until.ts";

const page = "docs/sign-in.md";
const block = (info: string): string => {
  const [text] = blocksOf(page, info);
  if (text === undefined) throw new Error(`the page has no block ${info}`);
  return text;
};

/** The authenticator app of whoever follows the page. */
const app = `import { Secret, TOTP } from "${import.meta.resolve("otpauth")}";
console.log(new TOTP({ secret: Secret.fromBase32(process.argv.at(-1)) }).generate());`;

test.runIf(hasTools("curl", "jq"))(
  "who follows the page has accounts, codes, tokens, permissions and a history of all of it",
  {
    timeout: 300_000,
  },
  async () => {
    const port = String(await freePort());

    await using followed = await followGuide({ page, change: { 8090: port }, programs: { oathtool: app } });

    expect(followed.exit, followed.said).toBe(0);
    for (const told of [
      '["bot",["see","prepare"]]',
      "TOKEN_REVOKED",
      "is locked",
      "signed in by password",
      "NOT_SIGNED_IN",
    ])
      expect(followed.said).toContain(told);
  },
);

describe.runIf(hasChromium)("in a real browser", () => {
  test("what the page gives to the console makes a passkey", { timeout: 60_000 }, async () => {
    await using served = await serveAccess();
    await withPassword(served.world, "ben");
    await using browser = await passkeyBrowser(`${served.url}/api/v1/sign-in`);

    await browser.type(block("js console").replace("four sparrows on a wire", passphrase));

    expect(await passkeysOf(served.world.deps, "ben")).toMatchObject([{ account: "ben", name: "my laptop" }]);
  });
});

describe("by single sign-on, as the page has it", () => {
  test("its server.yaml is read", () => {
    const people = [{ id: "ada", kind: "human" }] as const;
    expect(loadServerSettings("server.yaml", block("yaml server.yaml"), people)).toMatchObject({ ok: true });
  });

  test("a real provider signs people in, with what their groups give", { timeout: 60_000 }, async () => {
    const url = `http://localhost:${await freePort()}`;
    await using provider = await openIdProvider(`${url}${callbackPath}`);
    provider.claims.s1 = { email: "ben@example.test", email_verified: true, groups: ["everybody"] };
    provider.who = "s1";
    await using at = await shell();
    await at.write("headgate.yaml", block("yaml run headgate.yaml"));
    const written = block("yaml server.yaml")
      .replace("port: 8090", `port: ${new URL(url).port}`)
      .replace("https://headgate.example.com", url)
      .replace("https://id.example.com", provider.issuer);
    await at.write("server.yaml", written);
    const secret = { OIDC_SECRET: client.secret };
    await using server = startHeadgateWith(secret, at.path, "serve", "--no-conduct");
    await until("the server listens", () => /listens at \S+/.test(server.said()), 30_000);

    const ben = visitor(url);
    const begun = await ben.ask("POST", "/api/v1/sign-in/single-sign-on", {});
    const back = await provider.follow((begun.body as { url: string }).url);
    expect(await ben.ask("GET", callbackPath + back)).toMatchObject({ status: 200 });
    expect(await ben.ask("GET", "/api/v1/me")).toMatchObject({
      body: { person: { id: "ben" }, permissions: ["see"], credentials: { password: false, singleSignOn: true } },
    });
    const byPassword = await ben.ask("POST", "/api/v1/sign-in/password", { name: "ben", password: passphrase });
    expect(byPassword).toMatchObject({ body: { code: "SIGN_IN_UNAVAILABLE" } });
    expect(server.said(), "the code of the provider is in no log").not.toContain("code=");
  });
});

test("a secret beside the hashes, as the page has it: with it ada comes in, and without it no server begins", {
  timeout: 60_000,
}, async () => {
  const port = await freePort();
  await using at = await shell();
  await at.write("headgate.yaml", block("yaml run headgate.yaml"));
  await at.write("server.yaml", `listen: { port: ${port} }\n${block("yaml server.yaml secret")}`);
  const secret = { HEADGATE_PASSWORD_SECRET: "is kept where no hash is kept, and not in a backup" };
  const { out } = await at.headgate("account", "invite", "ada");
  const invitation = /#(\S+)/.exec(out)?.[1] ?? "";
  {
    await using server = startHeadgateWith(secret, at.path, "serve", "--no-conduct");
    await until("the server listens", () => /listens at \S+/.test(server.said()), 30_000);
    const ada = visitor(`http://localhost:${port}`);
    const accepted = { invitation, password: passphrase };
    expect(await ada.ask("POST", "/api/v1/sign-in/invitation", accepted)).toMatchObject({ status: 200 });
    const signIn = await ada.ask("POST", "/api/v1/sign-in/password", { name: "ada", password: passphrase });
    expect(signIn).toMatchObject({ status: 200 });
    await server.signal("SIGTERM");
    await server.exit;
  }
  await at.write("server.yaml", `listen: { port: ${port} }\n`);
  await using lost = startHeadgateWith({}, at.path, "serve", "--no-conduct");
  expect(await lost.exit).toBe(2);
  expect(lost.said()).toContain("Passwords of accounts (1) were kept with a secret, and server.yaml names none.");
});
