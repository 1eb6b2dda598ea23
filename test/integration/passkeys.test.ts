import { describe, expect, test } from "vitest";
import { reauthenticate } from "../../src/server/access/reauthenticate.ts";
import { passphrase, principalOf, withPassword } from "../support/access.ts";
import { hasChromium } from "../support/chromium.ts";
import { passkeyBrowser } from "../support/passkey-browser.ts";
import { serveAccess } from "../support/serve-access.ts";

/** ada at a browser, signed in by password, with a passkey. */
const begun = async () => {
  const served = await serveAccess();
  const { world, url } = served;
  await withPassword(world, "ada");
  const browser = await passkeyBrowser(`${url}/api/v1/sign-in`);
  await browser.ask("POST", "/api/v1/sign-in/password", { name: "ada", password: passphrase });
  const csrfNow = async () => String((await browser.ask("GET", "/api/v1/me")).body.csrf);
  const csrf = await csrfNow();
  const proof = { password: passphrase };
  const question = await browser.ask("POST", "/api/v1/me/passkeys/question", { proof }, csrf);
  const answer = await browser.create(question.body);
  const added = await browser.ask("POST", "/api/v1/me/passkeys", { name: "laptop", answer }, csrf);
  const cookie = async () => (await browser.cookies()).find(({ name }) => name === "headgate")?.value ?? "";
  const asked = async (path: string, mark = "") => (await browser.ask("POST", path, {}, mark)).body;
  const signIn = async () => {
    const given = await browser.get(await asked("/api/v1/sign-in/passkey/question"));
    return { given, result: await browser.ask("POST", "/api/v1/sign-in/passkey", { answer: given }) };
  };
  return {
    ...{ world, url, browser, question, answer, added, csrf, cookie, asked, signIn, csrfNow },
    async [Symbol.asyncDispose]() {
      await browser[Symbol.asyncDispose]();
      await served[Symbol.asyncDispose]();
    },
  };
};

const refused = { status: 401, body: { code: "SIGN_IN_REFUSED" } };

describe.runIf(hasChromium)("a passkey in a real browser", () => {
  test("is added after a proof, signs in without a name, and its cookie is out of reach of scripts", async () => {
    await using given = await begun();
    const { browser, world } = given;
    expect(given.added).toMatchObject({ status: 200, body: { name: "laptop", usedAt: null } });
    expect(given.question.body).toMatchObject({
      rp: { id: "localhost" },
      authenticatorSelection: { userVerification: "required", residentKey: "required" },
    });
    await browser.forgetCookies();
    expect((await given.signIn()).result).toMatchObject({ status: 200, body: { signedIn: true } });
    expect((await browser.ask("GET", "/api/v1/me")).body).toMatchObject({
      person: { id: "ada" },
      credentials: { passkeys: [{ name: "laptop" }] },
    });
    expect(await browser.readByScripts()).toBe("");
    expect(world.events().at(-1)).toMatchObject({ type: "SignedIn", by: "ada" });
  });

  test("answers one question once, of one kind, and within five minutes", async () => {
    await using given = await begun();
    const { browser, world } = given;
    const { given: used } = await given.signIn();
    expect(await browser.ask("POST", "/api/v1/sign-in/passkey", { answer: used })).toMatchObject(refused);
    const mark = await given.csrfNow();
    const forProof = await browser.get(await given.asked("/api/v1/me/proof/passkey", mark));
    expect(await browser.ask("POST", "/api/v1/sign-in/passkey", { answer: forProof })).toMatchObject(refused);
    const late = await browser.get(await given.asked("/api/v1/sign-in/passkey/question"));
    world.pass(5);
    expect(await browser.ask("POST", "/api/v1/sign-in/passkey", { answer: late })).toMatchObject(refused);
    const again = await browser.ask("POST", "/api/v1/me/passkeys", { name: "x", answer: given.answer }, mark);
    expect(again).toMatchObject({ status: 422, body: { code: "PASSKEY_REFUSED" } });
  });

  test("without its user known to the authenticator is refused", async () => {
    await using given = await begun();
    const { browser } = given;
    await browser.verifyUser(false);
    const asked = await given.asked("/api/v1/sign-in/passkey/question");
    const answer = await browser.get({ ...asked, userVerification: "discouraged" });
    const { authenticatorData } = answer.response as { authenticatorData: string };
    // Its flags say: somebody was there (1), and not who (4).
    expect(Buffer.from(authenticatorData, "base64url")[32]! & 5).toBe(1);
    expect(await browser.ask("POST", "/api/v1/sign-in/passkey", { answer })).toMatchObject(refused);
  });

  test("of which somebody has a copy that counts on its own is refused", async () => {
    await using given = await begun();
    const copy = await given.browser.copy();
    expect((await given.signIn()).result).toMatchObject({ status: 200 });
    expect((await given.signIn()).result).toMatchObject({ status: 200 });
    await given.browser.restore(copy);
    expect((await given.signIn()).result).toMatchObject(refused);
  });

  test("R201: proves who signs, once, and not in somebody else's name", async () => {
    await using given = await begun();
    const { browser, world } = given;
    const who = await principalOf(world, await given.cookie());
    const passkey = await browser.get(await given.asked("/api/v1/me/proof/passkey", given.csrf));
    await withPassword(world, "ben");
    const ben = { ...who, person: { id: "ben", name: "Ben", kind: "human" } } as const;
    const prove = (as = who, answer: Readonly<Record<string, unknown>> = passkey) =>
      reauthenticate(world.deps, as, { passkey: answer });
    expect(await prove()).toBe("passkey");
    await expect(prove()).rejects.toMatchObject({ code: "PROOF_REFUSED" });
    const another = await browser.get(await given.asked("/api/v1/me/proof/passkey", given.csrf));
    await expect(prove(ben, another)).rejects.toMatchObject({ code: "PROOF_REFUSED" });
  });

  test("that was removed opens nothing", async () => {
    await using given = await begun();
    const id = (given.added.body as { id: string }).id;
    const proof = { password: passphrase };
    const removed = await given.browser.ask("POST", "/api/v1/me/passkeys/removal", { id, proof }, given.csrf);
    expect(removed.status).toBe(204);
    expect((await given.signIn()).result).toMatchObject(refused);
  });
});
