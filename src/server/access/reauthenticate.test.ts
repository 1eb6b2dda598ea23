import { describe, expect, test } from "vitest";
import {
  accessWorld,
  codeAt,
  device,
  passphrase,
  principalOf,
  shown,
  signedIn,
  withCodes,
  withPassword,
} from "../../../test/support/access.ts";
import type { ProofGiven } from "../../api/routes/proof.ts";
import { instant } from "../../domain/units.ts";
import { authenticate } from "./authenticate.ts";
import { reauthenticate } from "./reauthenticate.ts";
import { keepSession, sessionCalled } from "./sessions.ts";
import { signInByCode, signInByPassword } from "./sign-in.ts";
import { makeToken } from "./token-desk.ts";

const begun = async () => {
  const world = accessWorld();
  const { secret } = await withCodes(world, "ada");
  world.pass(1);
  const signIn = await signInByPassword(world.deps, { name: "ada", password: passphrase }, device);
  if (signIn.done) throw new Error("no code was asked for");
  const { cookie } = await signInByCode(world.deps, { step: signIn.step, code: codeAt(secret, world.now) }, device);
  world.pass(1);
  const who = await principalOf(world, cookie);
  const prove = (given?: ProofGiven) => reauthenticate(world.deps, who, given);
  return { world, secret, who, prove };
};

const wanted = { code: "PROOF_WANTED" };
const refused = { code: "PROOF_REFUSED" };

describe("R201: who signs proves once more who they are", () => {
  test("in a session by one component, whichever", async () => {
    const { world, secret, prove } = await begun();
    expect(await prove({ password: passphrase })).toBe("password");
    expect(await prove({ code: codeAt(secret, world.now) })).toBe("code");
  });

  test("being signed in is none", async () => {
    const { prove } = await begun();
    const accepted = { ...wanted, detail: { accepted: "password, code" } };
    await expect(prove()).rejects.toMatchObject(accepted);
    await expect(prove({})).rejects.toMatchObject(accepted);
  });

  test("a code proves one signature; another needs another one", async () => {
    const { world, secret, prove } = await begun();
    const code = codeAt(secret, world.now);
    await prove({ code });
    await expect(prove({ code })).rejects.toMatchObject(refused);
  });

  test("what is wrong is refused, written down, and counted towards the lock", async () => {
    const { world, prove } = await begun();
    for (let i = 0; i < 5; i++) await expect(prove({ password: "nothing of the kind" })).rejects.toMatchObject(refused);
    await expect(prove({ password: passphrase })).rejects.toMatchObject({ code: "LOCKED" });
    const kinds = world.events().map(({ type }) => type);
    expect(kinds.filter((type) => type === "ProofRefused")).toHaveLength(5);
    expect(kinds.at(-1)).toBe("AccountLocked");
    expect(world.written()).not.toContain("nothing of the kind");
  });

  test("nobody outside keeps somebody who is in from signing by trying to sign in as them", async () => {
    const { world, prove } = await begun();
    const tries = { name: "ada", password: "nothing of the kind" };
    for (let i = 0; i < 5; i++)
      await expect(signInByPassword(world.deps, tries, device)).rejects.toMatchObject({ code: "SIGN_IN_REFUSED" });
    await expect(signInByPassword(world.deps, tries, device)).rejects.toMatchObject({ code: "LOCKED" });
    expect(await prove({ password: passphrase })).toBe("password");
  });

  test("a password or a code is counted as well when a passkey's answer stands beside it", async () => {
    const { prove } = await begun();
    const passkey = { id: "none", response: {} };
    for (let i = 0; i < 5; i++)
      await expect(prove({ password: "nothing of the kind", passkey })).rejects.toMatchObject(refused);
    await expect(prove({ password: "nothing of the kind", passkey })).rejects.toMatchObject({ code: "LOCKED" });
    await expect(prove({ code: "000000", passkey })).rejects.toMatchObject({ code: "LOCKED" });
  });

  test("of several that are given all have to be right", async () => {
    const { world, secret, prove } = await begun();
    const code = codeAt(secret, world.now);
    await expect(prove({ password: "nothing of the kind", code })).rejects.toMatchObject(refused);
    await expect(prove({ password: passphrase, code: "000000" })).rejects.toMatchObject(refused);
    expect(await prove({ password: passphrase, code })).toBe("password");
  });

  test("with a token by the full set: the password, and a code where they are set up", async () => {
    const { world, secret, who } = await begun();
    const until = instant(world.now + 86_400_000);
    const maker = { actor: { kind: "human", id: "ada" }, may: who.permissions } as const;
    const { text } = await makeToken(world.deps, maker, { account: "ada", name: "ci", scopes: ["approve"], until });
    const authorization = `Bearer ${text}`;
    const token = (await authenticate(world.deps, shown(world.deps, undefined, { authorization })))!;
    const prove = (given?: ProofGiven) => reauthenticate(world.deps, token, given);
    const code = codeAt(secret, world.now);
    await expect(prove()).rejects.toMatchObject({ ...wanted, detail: { accepted: "the password and a code" } });
    await expect(prove({ password: passphrase })).rejects.toMatchObject(wanted);
    await expect(prove({ code })).rejects.toMatchObject(wanted);
    expect(await prove({ password: passphrase, code })).toBe("password");
  });

  test("by a single sign-on of the last two minutes, for one signature", async () => {
    const { world, who, prove } = await begun();
    const proved = async () => {
      const found = (await sessionCalled(world.deps, who.by.id))!;
      await keepSession(world.deps, { ...found.session, provedAt: world.now }, found.version);
    };
    await proved();
    expect(await prove()).toBe("single sign-on");
    await expect(prove()).rejects.toMatchObject(wanted);
    await proved();
    const both = await Promise.allSettled([prove(), prove()]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await proved();
    world.pass(2.1);
    await expect(prove()).rejects.toMatchObject(wanted);
  });

  test("somebody else's password proves nothing", async () => {
    const { world, prove } = await begun();
    await withPassword(world, "ben", "words that are only known to him");
    await signedIn(world, "ben", "words that are only known to him");
    await expect(prove({ password: "words that are only known to him" })).rejects.toMatchObject(refused);
  });
});
