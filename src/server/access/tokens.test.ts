import { expect, test } from "vitest";
import { accessWorld, principalOf, shown, signedIn, withPassword } from "../../../test/support/access.ts";
import { type Permission, permissions } from "../../domain/access/permission.ts";
import { instant } from "../../domain/units.ts";
import { disableAccount } from "./account-desk.ts";
import { authenticate } from "./authenticate.ts";
import { ownerAtHand } from "./own-credentials.ts";
import { makeToken, revokeToken } from "./token-desk.ts";
import { allTokens } from "./tokens.ts";

const day = 86_400_000;

const begun = async () => {
  const world = accessWorld();
  const { deps } = world;
  const makerOf = async (id: string) => {
    await withPassword(world, id);
    const { permissions: may } = await principalOf(world, await signedIn(world, id));
    return { actor: { kind: "human", id }, may } as const;
  };
  const [ada, ben, vic] = [await makerOf("ada"), await makerOf("ben"), await makerOf("vic")];
  const asked = (account: string, scopes: readonly Permission[], days = 30) => ({
    account,
    name: "ci",
    scopes,
    until: instant(world.now + days * day),
  });
  const show = (text: string, scheme = "Bearer") =>
    authenticate(deps, shown(deps, undefined, { authorization: `${scheme} ${text}`, unsafe: true }));
  return { world, deps, ada, ben, vic, asked, show };
};

test("a token opens what its scopes and its account allow, and needs no mark of a session", async () => {
  const { deps, ada, asked, show } = await begun();
  const { text } = await makeToken(deps, ada, asked("ada", ["see", "operate", "administer"]));
  expect(text).toMatch(/^hg_[0-9a-f]{20}_[\w-]{43}$/);
  const who = (await show(text))!;
  expect(who).toMatchObject({ person: { id: "ada" }, by: { kind: "token" } });
  expect([...who.permissions]).toEqual(["see", "operate", "administer"]);
  expect(await show(text, "bearer")).toMatchObject({ person: { id: "ada" } });
});

test("of its secret only a hash is kept", async () => {
  const { world, deps, ada, asked } = await begun();
  const { text } = await makeToken(deps, ada, asked("ada", ["see"]));
  const secret = text.split("_").slice(2).join("_");
  expect(JSON.stringify(await allTokens(deps))).not.toContain(secret);
  expect(world.written()).not.toContain(secret);
});

test("what is no token opens nothing", async () => {
  const { deps, ada, asked, show } = await begun();
  const { text } = await makeToken(deps, ada, asked("ada", ["see"]));
  const wrong = text.slice(0, -1) + (text.endsWith("A") ? "E" : "A");
  for (const bad of ["", "hg_", "hg_0_0", wrong, `${text}x`, text.toUpperCase()])
    await expect(show(bad)).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
  await expect(show(text, "Basic")).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
});

test("it ends with its time, a year at most, and when it is revoked", async () => {
  const { world, deps, ada, asked, show } = await begun();
  const { text } = await makeToken(deps, ada, asked("ada", ["see"], 365));
  await expect(makeToken(deps, ada, asked("ada", ["see"], 400))).rejects.toMatchObject({ code: "TOKEN_INVALID" });
  const other = await makeToken(deps, ada, asked("ada", ["see"]));
  await revokeToken(deps, ada, other.token.id);
  await expect(show(other.text)).rejects.toMatchObject({ code: "TOKEN_REVOKED", detail: { token: "ci" } });
  world.pass(365 * 24 * 60);
  await expect(show(text)).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
});

test("R206: for agents they are made by an administrator or by whom they act for, and never to approve or administer", async () => {
  const { deps, ada, ben, vic, asked, show } = await begun();
  for (const maker of [ada, ben]) {
    const { text } = await makeToken(deps, maker, asked("bot", ["see", "prepare", "operate"]));
    expect([...(await show(text))!.permissions]).toEqual(["see", "prepare", "operate"]);
  }
  await expect(makeToken(deps, vic, asked("bot", ["see"]))).rejects.toMatchObject({ code: "NOT_PERMITTED" });
  await expect(makeToken(deps, ada, asked("bot", [...permissions]))).rejects.toMatchObject({
    code: "TOKEN_INVALID",
    detail: { problems: "bot may not approve; bot may not administer" },
  });
});

test("R200: a person's token is made by that person alone", async () => {
  const { deps, ada, asked } = await begun();
  await expect(makeToken(deps, ada, asked("ben", ["see"]))).rejects.toMatchObject({ code: "NOT_PERMITTED" });
});

test("R200: whoever gets the id of somebody else inherits no token of theirs", async () => {
  const { world, deps, ada, ben, asked, show } = await begun();
  const [hers, bots] = [
    await makeToken(deps, ada, asked("ada", ["see"])),
    await makeToken(deps, ben, asked("bot", ["see", "operate"])),
  ];
  const others = world.people.map((one) => ({ ...one, emails: [`other-${one.id}@example.test`] }));
  world.people = others;
  for (const { text } of [hers, bots]) await expect(show(text)).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });

  await withPassword(world, "ada");
  const next = await makeToken(deps, ben, asked("bot", ["see"]));

  for (const { text } of [hers, bots]) await expect(show(text)).rejects.toMatchObject({ code: "TOKEN_REVOKED" });
  expect(await show(next.text)).toMatchObject({ person: { id: "bot" } });
});

test("everything that is wrong with one is told at once", async () => {
  const { deps, vic, asked } = await begun();
  const wrong = { ...asked("vic", ["operate"], -1), name: " " };
  await expect(makeToken(deps, vic, wrong)).rejects.toMatchObject({
    code: "TOKEN_INVALID",
    detail: { problems: "it has no name; vic may not operate; it is over already" },
  });
});

test("nobody revokes somebody else's, nor hears that it is there, but an administrator or whom an agent acts for", async () => {
  const { deps, ada, ben, vic, asked, show } = await begun();
  const { token, text } = await makeToken(deps, ada, asked("bot", ["see"]));
  await expect(revokeToken(deps, vic, token.id)).rejects.toMatchObject({ code: "TOKEN_UNKNOWN" });
  expect(await show(text)).not.toBeNull();
  await revokeToken(deps, ben, token.id);
  await expect(show(text)).rejects.toMatchObject({ code: "TOKEN_REVOKED" });
});

test("what a role loses its tokens lose, at once", async () => {
  const { world, deps, ben, asked, show } = await begun();
  const { text } = await makeToken(deps, ben, asked("ben", ["see", "approve"]));
  world.people = world.people.map((one) => (one.id === "ben" ? { ...one, hasPart: false } : one));
  expect([...(await show(text))!.permissions]).toEqual(["see"]);
  await disableAccount(deps, ben.actor, { account: "ben", reason: "left" });
  await expect(show(text)).rejects.toMatchObject({ code: "TOKEN_REVOKED" });
});

test("a token never changes what opens its account", async () => {
  const { deps, ada, asked, show } = await begun();
  const { text } = await makeToken(deps, ada, asked("ada", [...permissions]));
  await expect(ownerAtHand(deps, (await show(text))!, {})).rejects.toMatchObject({ code: "SESSION_WANTED" });
});
