import { describe, expect, test } from "vitest";
import { z } from "zod";
import { route } from "../../src/api/make-route.ts";
import { proof } from "../../src/api/routes/proof.ts";
import { catalogue } from "../../src/errors.ts";
import { canonical } from "../../src/journal/canonical.ts";
import { sha256 } from "../../src/journal/chain.ts";
import { createGatekeeper } from "../../src/server/access/create-gatekeeper.ts";
import { invite } from "../../src/server/access/invitations.ts";
import type { Gatekeeper } from "../../src/server/gatekeeper.ts";
import { accessHandlers } from "../../src/server/handlers/access.ts";
import { serve } from "../../src/server/register.ts";
import { codeAt, passphrase, withCodes, withPassword } from "../support/access.ts";
import { serveAccess, type Visitor, visitor } from "../support/serve-access.ts";

const by = { kind: "human", id: "ada" } as const;

const signIn = async (who: Visitor, name: string, password = passphrase) => {
  const answer = await who.ask("POST", "/api/v1/sign-in/password", { name, password });
  if (answer.status === 200) await who.readMark();
  return answer;
};

describe("from nothing to a signed-in person", () => {
  test("an invitation, a password, a session, and out again", async () => {
    await using served = await serveAccess();
    const ben = visitor(served.url);
    const { link, text } = await invite(served.world.deps, by, "ben");
    expect(link).toBe(`${served.url}/invitation#${text}`);
    const accepted = await ben.ask("POST", "/api/v1/sign-in/invitation", { invitation: text, password: passphrase });
    expect(accepted).toMatchObject({ status: 200, body: { account: "ben" } });
    const answer = await signIn(ben, "ben");
    expect(answer).toMatchObject({ status: 200, body: { signedIn: true, step: null } });
    expect(answer.cookies).toHaveLength(1);
    expect(answer.cookies[0]).toMatch(/^headgate=[0-9a-f]{20}\.[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(await ben.ask("GET", "/api/v1/me")).toMatchObject({
      status: 200,
      body: {
        person: { id: "ben", kind: "human" },
        permissions: ["see", "prepare", "operate", "approve"],
        by: "session",
        credentials: { password: true, codes: null, passkeys: [], singleSignOn: false },
      },
    });
    expect(await ben.ask("POST", "/api/v1/sign-out")).toMatchObject({ status: 204 });
    expect(ben.cookies.size).toBe(0);
    expect(await ben.ask("GET", "/api/v1/me")).toMatchObject({ status: 401, body: { code: "NOT_SIGNED_IN" } });
  });

  test("with codes: set up, asked for, and given", async () => {
    await using served = await serveAccess();
    const { world } = served;
    await withPassword(world, "ada");
    const ada = visitor(served.url);
    await signIn(ada, "ada");
    expect(await ada.ask("POST", "/api/v1/me/codes", {})).toMatchObject({
      status: 403,
      body: { code: "PROOF_WANTED" },
    });
    const begun = await ada.ask("POST", "/api/v1/me/codes", { proof: { password: passphrase } });
    const { secret, uri } = begun.body as { secret: string; uri: string };
    expect(uri).toContain("otpauth://totp/Headgate:ada?");
    const wrong = await ada.ask("POST", "/api/v1/me/codes/confirmation", { code: "000000" });
    expect(wrong).toMatchObject({ status: 422, body: { code: "CODE_REFUSED" } });
    const confirmed = await ada.ask("POST", "/api/v1/me/codes/confirmation", { code: codeAt(secret, world.now) });
    expect((confirmed.body as { recovery: string[] }).recovery).toHaveLength(10);
    world.pass(1);
    const other = visitor(served.url);
    const asked = await other.ask("POST", "/api/v1/sign-in/password", { name: "ada", password: passphrase });
    expect(asked).toMatchObject({ status: 200, body: { signedIn: false }, cookies: [] });
    const { step } = asked.body as { step: string };
    const given = await other.ask("POST", "/api/v1/sign-in/code", { step, code: codeAt(secret, world.now) });
    expect(given).toMatchObject({ status: 200, body: { signedIn: true } });
    expect(await other.ask("GET", "/api/v1/me")).toMatchObject({
      body: { credentials: { codes: { recoveryLeft: 10 } } },
    });
  });
});

test("what a session changes needs its mark, and a worn-out cookie keeps nobody from signing in", async () => {
  await using served = await serveAccess();
  await withPassword(served.world, "ada");
  const ada = visitor(served.url);
  await signIn(ada, "ada");
  const bare = visitor(served.url);
  for (const [name, value] of ada.cookies) bare.cookies.set(name, value);
  expect(await bare.ask("POST", "/api/v1/sign-out")).toMatchObject({ status: 403, body: { code: "CSRF_MISSING" } });
  expect(await bare.ask("GET", "/api/v1/me")).toMatchObject({ status: 200 });
  served.world.pass(60);
  expect(await signIn(bare, "ada")).toMatchObject({ status: 200 });
});

test("a wrong password, a code of yesterday and a locked name are told by their codes", async () => {
  await using served = await serveAccess();
  await withCodes(served.world, "ada");
  const eve = visitor(served.url);
  for (let i = 0; i < 5; i++)
    expect(await signIn(eve, "ada", "not this one at all")).toMatchObject({
      status: 401,
      body: { code: "SIGN_IN_REFUSED" },
    });
  const locked = await signIn(eve, "ada");
  expect(locked).toMatchObject({ status: 429, body: { code: "LOCKED" } });
  expect(JSON.stringify(served.world.events())).toContain("AccountLocked");
});

test("one address tries so many times a minute, whatever the names; what needs no guess is answered on", async () => {
  await using served = await serveAccess({}, [], undefined, 3);
  const eve = visitor(served.url);
  const codes: unknown[] = [];
  for (let i = 0; i < 4; i++) codes.push((await signIn(eve, `name-${i}`)).body);
  expect(codes.map((body) => (body as { code: string }).code)).toEqual([
    ...["SIGN_IN_REFUSED", "SIGN_IN_REFUSED", "SIGN_IN_REFUSED"],
    "TOO_MANY_REQUESTS",
  ]);
  expect(await eve.ask("GET", "/api/v1/sign-in")).toMatchObject({ status: 200 });
});

test("a request that is sent again with another proof is the same one, and nothing of a proof is kept", async () => {
  const sign = route({
    ...{ name: "sign", method: "POST", path: "/sign", tag: "Commands", summary: "Sign", needs: "approve" },
    body: z.strictObject({ note: z.string(), proof: proof.optional() }),
    answer: z.object({ note: z.string(), by: z.string() }),
    repeatable: true,
  });
  const more = (gate: () => Gatekeeper) => [
    serve(sign, async ({ who, body }) => ({ note: body.note, by: await gate().reauthenticate(who!, body.proof) })),
  ];
  const late: { gate?: Gatekeeper } = {};
  await using served = await serveAccess(
    {},
    more(() => late.gate!),
  );
  const { deps } = served.world;
  late.gate = createGatekeeper(deps);
  await withPassword(served.world, "ada");
  const ada = visitor(served.url);
  await signIn(ada, "ada");
  const ask = (password: string, note = "all well") =>
    ada.ask("POST", "/sign", { note, proof: { password } }, { "idempotency-key": "k1" });
  expect(await ask("not this one at all")).toMatchObject({ status: 403, body: { code: "PROOF_REFUSED" } });
  expect(await ask(passphrase)).toMatchObject({ status: 200, body: { note: "all well", by: "password" } });
  expect(await ask("whatever it is")).toMatchObject({ status: 200, body: { by: "password" } });
  expect(await ask(passphrase, "something else")).toMatchObject({ status: 422, body: { code: "KEY_REUSED" } });
  const kept = (await deps.vault.list("request", "", deps.now())).map(({ value }) => value as { of: string });
  const of = { route: "sign", params: {}, query: {}, body: { note: "all well", proof: null } };
  expect(kept.map((one) => one.of)).toEqual([sha256(canonical(of))]);
});

test("tokens are made, listed without what they are, used, and revoked", async () => {
  await using served = await serveAccess();
  const { world } = served;
  await withPassword(world, "ben");
  const ben = visitor(served.url);
  await signIn(ben, "ben");
  const until = new Date(world.now + 86_400_000).toISOString();
  const asked = { account: "bot", name: "ci", scopes: ["see", "prepare"], until };
  expect(await ben.ask("POST", "/api/v1/tokens", asked)).toMatchObject({ status: 403, body: { code: "PROOF_WANTED" } });
  const made = await ben.ask("POST", "/api/v1/tokens", { ...asked, proof: { password: passphrase } });
  expect(made).toMatchObject({ status: 200, body: { token: { account: "bot", name: "ci", madeBy: "ben", until } } });
  const { text, token } = made.body as { text: string; token: { id: string } };
  const list = await ben.ask("GET", "/api/v1/tokens");
  expect(list.body).toMatchObject({ tokens: [{ id: token.id }] });
  expect(JSON.stringify(list.body)).not.toMatch(/hash|hg_/);
  const bot = visitor(served.url);
  const authorization = `Bearer ${text}`;
  const me = await bot.ask("GET", "/api/v1/me", undefined, { authorization });
  expect(me.body).toMatchObject({ person: { id: "bot", kind: "agent" }, permissions: ["see", "prepare"], csrf: null });
  expect(await ben.ask("DELETE", `/api/v1/tokens/${token.id}`)).toMatchObject({ status: 200 });
  const after = await bot.ask("GET", "/api/v1/me", undefined, { authorization });
  expect(after).toMatchObject({ status: 401, body: { code: "TOKEN_REVOKED" } });
});

test("an administrator looks after accounts, and proves who they are before an invitation", async () => {
  await using served = await serveAccess();
  const { world } = served;
  await withPassword(world, "ada");
  await withPassword(world, "ben");
  const [ada, ben] = [visitor(served.url), visitor(served.url)];
  await signIn(ada, "ada");
  await signIn(ben, "ben");
  const turnedAway = await ben.ask("GET", "/api/v1/accounts");
  expect(turnedAway).toMatchObject({ status: 403, body: { code: "NOT_PERMITTED" } });
  expect(world.events().at(-1)).toMatchObject({
    type: "RequestRefused",
    account: "ben",
    route: "listAccounts",
    code: "NOT_PERMITTED",
  });
  expect(await ada.ask("GET", "/api/v1/accounts")).toMatchObject({
    body: {
      accounts: [
        { id: "ada", state: "open", credentials: ["password"], sessions: 1 },
        { id: "ben", state: "open", sessions: 1 },
        { id: "vic", state: "none", credentials: [] },
        { id: "bot", kind: "agent", state: "none" },
      ],
    },
  });
  const invitation = "/api/v1/accounts/vic/invitation";
  expect(await ada.ask("POST", invitation, {})).toMatchObject({ status: 403, body: { code: "PROOF_WANTED" } });
  const invited = await ada.ask("POST", invitation, { proof: { password: passphrase } });
  expect(invited).toMatchObject({ status: 200, body: { link: expect.stringContaining("/invitation#vic.") } });
  expect(await ada.ask("POST", "/api/v1/accounts/ben/disabling", { reason: "left" })).toMatchObject({ status: 204 });
  expect(await ben.ask("GET", "/api/v1/me")).toMatchObject({ status: 401 });
  expect(await ada.ask("POST", "/api/v1/accounts/eve/unlock")).toMatchObject({ status: 404 });
});

test("sessions are listed with device and time, and ended one by one or all", async () => {
  await using served = await serveAccess();
  await withPassword(served.world, "ada");
  const [here, there, elsewhere] = [visitor(served.url), visitor(served.url), visitor(served.url)];
  for (const one of [here, there, elsewhere]) await signIn(one, "ada");
  const { body } = await here.ask("GET", "/api/v1/me/sessions");
  const { sessions } = body as { sessions: { id: string; current: boolean; address: string }[] };
  expect(sessions).toHaveLength(3);
  expect(sessions.filter(({ current }) => current)).toHaveLength(1);
  const other = sessions.find(({ current }) => !current)!;
  expect(await here.ask("DELETE", `/api/v1/me/sessions/${other.id}`)).toMatchObject({ status: 204 });
  expect(await here.ask("DELETE", "/api/v1/me/sessions")).toMatchObject({ status: 200, body: { count: 1 } });
  for (const one of [there, elsewhere]) expect(await one.ask("GET", "/api/v1/me")).toMatchObject({ status: 401 });
  expect(await here.ask("GET", "/api/v1/me")).toMatchObject({ status: 200 });
});

test("every route is one of a kind, and refuses nothing that the catalogue does not know", async () => {
  await using served = await serveAccess();
  const routes = accessHandlers(served.world.deps).map(({ route }) => route);
  expect(new Set(routes.map(({ name }) => name)).size).toBe(routes.length);
  expect(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size).toBe(routes.length);
  for (const { refuses } of routes) for (const code of refuses) expect(catalogue).toHaveProperty(code);
  expect(routes.filter(({ needs }) => needs === "nobody").map(({ name }) => name)).toEqual([
    "signInWays",
    "signInByPassword",
    "signInByCode",
    "passkeyQuestion",
    "signInByPasskey",
    "beginSignOn",
    "endSignOn",
    "acceptInvitation",
  ]);
});
