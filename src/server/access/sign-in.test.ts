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
import { lockAccount, unlockAccount } from "./account-desk.ts";
import { authenticate } from "./authenticate.ts";
import { acceptInvitation, invite } from "./invitations.ts";
import { signInByCode, signInByPassword } from "./sign-in.ts";

const by = { kind: "human", id: "ada" } as const;
const wrong = { name: "ada", password: "not this one at all" };

describe("by password", () => {
  test("lets in who knows it, whatever the case of the name", async () => {
    const world = accessWorld();
    await withPassword(world, "ada");
    const who = await principalOf(world, await signedIn(world, " Ada "));
    expect(who).toMatchObject({ person: { id: "ada", kind: "human" }, by: { kind: "session" } });
    expect(world.events().at(-1)).toMatchObject({ type: "SignedIn", account: "ada", by: "ada" });
  });

  test("refuses a wrong one, an unknown name, an account without one and an agent in the same words", async () => {
    const world = accessWorld();
    await withPassword(world, "ada");
    for (const name of ["ada", "nobody", "ben", "bot"]) {
      const tried = signInByPassword(world.deps, { ...wrong, name }, device);
      await expect(tried).rejects.toMatchObject({ code: "SIGN_IN_REFUSED", detail: {} });
    }
    expect(world.events().filter(({ type }) => type === "SignInRefused")).toHaveLength(4);
  });

  test("hears five wrong ones within 15 minutes and then none, known or not, until the lock is over", async () => {
    const world = accessWorld();
    await withPassword(world, "ada");
    for (const name of ["ada", "nobody"]) {
      for (let i = 0; i < 5; i++)
        await expect(signInByPassword(world.deps, { ...wrong, name }, device)).rejects.toMatchObject({
          code: "SIGN_IN_REFUSED",
        });
      await expect(signInByPassword(world.deps, { name, password: passphrase }, device)).rejects.toMatchObject({
        code: "LOCKED",
        detail: { until: "2026-11-01T12:15:00.000Z" },
      });
    }
    expect(world.events().filter(({ type }) => type === "AccountLocked")).toMatchObject([{ account: "ada" }]);
    world.pass(15);
    expect(await signedIn(world, "ada")).not.toBe("");
  });

  test("many wrong ones at once are no way around that", async () => {
    const world = accessWorld();
    const codes = await Promise.all(
      Array.from({ length: 20 }, () =>
        signInByPassword(world.deps, wrong, device).catch(({ code }: { code: string }) => code),
      ),
    );
    expect(codes.filter((code) => code === "SIGN_IN_REFUSED")).toHaveLength(5);
    expect(codes.filter((code) => code === "LOCKED")).toHaveLength(15);
  });

  test("a success wipes out what failed before it, and so does an administrator", async () => {
    const world = accessWorld();
    await withPassword(world, "ada");
    const fail = () => signInByPassword(world.deps, wrong, device).catch(() => undefined);
    for (let i = 0; i < 4; i++) await fail();
    await signedIn(world, "ada");
    for (let i = 0; i < 5; i++) await fail();
    await expect(signedIn(world, "ada")).rejects.toMatchObject({ code: "LOCKED" });
    await unlockAccount(world.deps, { kind: "human", id: "ben" }, "ada");
    await signedIn(world, "ada");
  });

  test("takes as long for a name that nobody has as for a wrong password", async () => {
    const world = accessWorld();
    await withPassword(world, "ada");
    const middle = async (name: (i: number) => string): Promise<number> => {
      const took: number[] = [];
      for (let i = 0; i < 9; i++) {
        const begun = performance.now();
        await signInByPassword(world.deps, { ...wrong, name: name(i) }, device).catch(() => 0);
        took.push(performance.now() - begun);
        world.pass(16);
      }
      return took.toSorted((a, b) => a - b)[4]!;
    };
    await middle((i) => `warm-up-${i}`);
    const [known, unknown] = [await middle(() => "ada"), await middle((i) => `nobody-${i}`)];
    // Without the work it would be a hundred times as fast.
    expect(unknown).toBeGreaterThan(known / 3);
    expect(unknown).toBeLessThan(known * 3);
  });

  test("nothing that was typed stands in the journal", async () => {
    const world = accessWorld();
    await withPassword(world, "ada");
    await signInByPassword(world.deps, { name: "hunter2 is my password", password: "ada" }, device).catch(() => 0);
    await signInByPassword(world.deps, wrong, device).catch(() => 0);
    await signedIn(world, "ada");
    expect(world.written()).not.toMatch(/hunter2|otters|not this one/);
  });

  test("an account that somebody locked lets nobody in, and ends who is in", async () => {
    const world = accessWorld();
    await withPassword(world, "ben");
    const cookie = await signedIn(world, "ben");
    await lockAccount(world.deps, by, { account: "ben", reason: "a lost laptop" });
    await expect(principalOf(world, cookie)).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
    await expect(signedIn(world, "ben")).rejects.toMatchObject({ code: "SIGN_IN_REFUSED" });
    await unlockAccount(world.deps, by, "ben");
    await signedIn(world, "ben");
  });

  test("is no way in where server.yaml says so", async () => {
    const world = accessWorld({ signIn: { local: false, passwordSecret: null, oidc: null } });
    await expect(signedIn(world, "ada")).rejects.toMatchObject({ code: "SIGN_IN_UNAVAILABLE" });
  });
});

describe("R209: by a code of this moment", () => {
  const begun = async () => {
    const world = accessWorld();
    const { secret, recovery } = await withCodes(world, "ada");
    world.pass(5);
    const asked = async () => {
      const signIn = await signInByPassword(world.deps, { name: "ada", password: passphrase }, device);
      if (signIn.done) throw new Error("no code was asked for");
      return signIn.step;
    };
    const give = async (code: string, step?: string) =>
      signInByCode(world.deps, { step: step ?? (await asked()), code }, device);
    return { world, secret, recovery, asked, give };
  };

  test("asks for it after the right password alone", async () => {
    const { world, secret, give } = await begun();
    await expect(signInByPassword(world.deps, wrong, device)).rejects.toMatchObject({ code: "SIGN_IN_REFUSED" });
    const { cookie } = await give(codeAt(secret, world.now));
    expect(await principalOf(world, cookie)).toMatchObject({ person: { id: "ada" } });
    expect(world.events().at(-1)).toMatchObject({ type: "SignedIn" });
  });

  test.each([
    [-60, false],
    [-30, true],
    [0, true],
    [30, true],
    [60, false],
  ])("of %i s beside the server's clock: %s", async (seconds, isTaken) => {
    const { world, secret, give } = await begun();
    const given = give(codeAt(secret, world.now + seconds * 1_000));
    if (isTaken) await expect(given).resolves.toMatchObject({ done: true });
    else await expect(given).rejects.toMatchObject({ code: "SIGN_IN_REFUSED" });
  });

  test("never takes one twice, nor an older one after it, nor two of them at once", async () => {
    const { world, secret, asked, give } = await begun();
    const code = codeAt(secret, world.now);
    const [first, second] = [await asked(), await asked()];
    const both = await Promise.allSettled([give(code, first), give(code, second)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await expect(give(code)).rejects.toMatchObject({ code: "SIGN_IN_REFUSED" });
    await expect(give(codeAt(secret, world.now - 30_000))).rejects.toMatchObject({ code: "SIGN_IN_REFUSED" });
  });

  test("the password's part of it is over after five minutes", async () => {
    const { world, secret, asked, give } = await begun();
    const step = await asked();
    world.pass(5);
    await expect(give(codeAt(secret, world.now), step)).rejects.toMatchObject({ code: "SIGN_IN_REFUSED" });
  });

  test("a recovery code opens it once, however it is written", async () => {
    const { world, recovery, give } = await begun();
    await give(recovery[3]!.toUpperCase().replaceAll("-", " "));
    expect(world.events().filter(({ type }) => type === "RecoveryCodeUsed")).toMatchObject([{ left: 9 }]);
    await expect(give(recovery[3]!)).rejects.toMatchObject({ code: "SIGN_IN_REFUSED" });
    expect(world.written()).not.toContain(recovery[3]);
  });

  test("codes are guessed five times and then no more", async () => {
    const { world, secret, asked } = await begun();
    const step = await asked();
    for (let i = 0; i < 4; i++)
      await expect(signInByCode(world.deps, { step, code: "000000" }, device)).rejects.toMatchObject({
        code: "SIGN_IN_REFUSED",
      });
    const right = { step, code: codeAt(secret, world.now) };
    await expect(signInByCode(world.deps, right, device)).rejects.toMatchObject({ code: "LOCKED" });
  });
});

describe("R200: each account is one person's", () => {
  test("an invitation opens it once, within a day, and a newer one ends it", async () => {
    const world = accessWorld();
    const first = await invite(world.deps, by, "ben");
    const second = await invite(world.deps, by, "ben");
    const accept = (text: string, password = passphrase) =>
      acceptInvitation(world.deps, { text, password, address: device.address });
    expect(second.link).toBe(`http://localhost:8080/invitation#${second.text}`);
    await expect(accept(first.text)).rejects.toMatchObject({ code: "INVITATION_OVER" });
    await expect(accept(second.text, "Password1234")).rejects.toMatchObject({ code: "PASSWORD_WEAK" });
    await accept(second.text);
    await expect(accept(second.text)).rejects.toMatchObject({ code: "INVITATION_OVER" });
    const late = await invite(world.deps, by, "ben");
    world.pass(24 * 60);
    await expect(accept(late.text)).rejects.toMatchObject({ code: "INVITATION_OVER" });
    expect(world.written()).not.toContain(second.text.split(".")[1]);
  });

  test("a newly accepted invitation ends all that opened the account before", async () => {
    const world = accessWorld();
    await withCodes(world, "ada");
    const { text } = await invite(world.deps, by, "ada");
    await acceptInvitation(world.deps, { text, password: "entirely other words", address: device.address });
    await expect(signedIn(world, "ada")).rejects.toMatchObject({ code: "SIGN_IN_REFUSED" });
    await signedIn(world, "ada", "entirely other words");
  });

  test("who is no longer in headgate.yaml has lost everything at once", async () => {
    const world = accessWorld();
    await withPassword(world, "ben");
    const cookie = await signedIn(world, "ben");
    world.people = world.people.filter(({ id }) => id !== "ben");
    await expect(principalOf(world, cookie)).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
    await expect(signedIn(world, "ben")).rejects.toMatchObject({ code: "SIGN_IN_REFUSED" });
  });

  test("an id that is given to somebody else passes nothing on", async () => {
    const world = accessWorld();
    await withPassword(world, "ben");
    const cookie = await signedIn(world, "ben");
    world.people = world.people.map((one) =>
      one.id === "ben" ? { ...one, name: "Ben Ito", emails: ["ito@example.test"] } : one,
    );
    await expect(principalOf(world, cookie)).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
    await expect(signedIn(world, "ben")).rejects.toMatchObject({ code: "SIGN_IN_REFUSED" });
    await withPassword(world, "ben", "another set of words");
    await expect(principalOf(world, cookie)).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
    await signedIn(world, "ben", "another set of words");
  });

  test("an agent has none to sign in to, and nobody unknown is invited", async () => {
    const world = accessWorld();
    await expect(invite(world.deps, by, "bot")).rejects.toMatchObject({ code: "ACCOUNT_OF_AGENT" });
    await expect(invite(world.deps, by, "eve")).rejects.toMatchObject({ code: "ACCOUNT_UNKNOWN" });
  });
});

test("a cookie that was tampered with opens nothing", async () => {
  const world = accessWorld();
  await withPassword(world, "ada");
  const cookie = await signedIn(world, "ada");
  for (const bad of ["x", ".", `${cookie}x`, cookie.replace(/.$/, "~"), `${cookie.split(".")[0]}.`])
    await expect(authenticate(world.deps, shown(world.deps, bad))).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
  expect(await authenticate(world.deps, shown(world.deps, undefined))).toBeNull();
});
