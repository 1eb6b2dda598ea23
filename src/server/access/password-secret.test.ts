import { expect, test } from "vitest";
import { accessWorld, device, passphrase, signedIn, withPassword } from "../../../test/support/access.ts";
import type { AccessDeps } from "./access-deps.ts";
import { passwordsKept } from "./account.ts";
import { disableAccount } from "./account-desk.ts";
import { passwordSecret, requirePasswordSecret } from "./password-secret.ts";
import { isKeyed } from "./passwords.ts";
import { signInByPassword } from "./sign-in.ts";

const withSecret = (deps: AccessDeps, name = "$PASSWORD_SECRET"): AccessDeps => ({
  ...deps,
  settings: { ...deps.settings, signIn: { ...deps.settings.signIn, passwordSecret: name } },
});
const by = { kind: "human", id: "ben" } as const;

test("a password of before there was a secret is kept with it from its next sign-in on", async () => {
  const world = accessWorld();
  await withPassword(world, "ada");
  const deps = withSecret(world.deps);
  const wrong = signInByPassword(deps, { name: "ada", password: "not this one at all" }, device);
  await expect(wrong).rejects.toMatchObject({ code: "SIGN_IN_REFUSED" });
  expect((await passwordsKept(deps)).map(isKeyed)).toEqual([false]);
  for (let i = 0; i < 2; i++) expect(await signedIn({ ...world, deps }, "ada")).not.toBe("");
  expect((await passwordsKept(deps)).map(isKeyed)).toEqual([true]);
  await expect(signedIn(world, "ada")).rejects.toMatchObject({ code: "SIGN_IN_REFUSED" });
});

test("a new password is kept with it at once", async () => {
  const world = accessWorld();
  const deps = withSecret(world.deps);
  await withPassword({ deps }, "ben");
  expect((await passwordsKept(deps)).map(isKeyed)).toEqual([true]);
  const signIn = await signInByPassword(deps, { name: "ben", password: passphrase }, device);
  expect(signIn.done).toBe(true);
});

test("no server begins that has lost it or has another one, until nothing needs it any more", async () => {
  const world = accessWorld();
  const [own, other] = [withSecret(world.deps), withSecret(world.deps, "$OTHER_SECRET")];
  await requirePasswordSecret(own);
  await withPassword({ deps: own }, "ada");
  await requirePasswordSecret(own);
  for (const [deps, names] of [
    [world.deps, "none"],
    [other, "another one"],
  ] as const)
    await expect(requirePasswordSecret(deps)).rejects.toMatchObject({
      detail: { problem: `Passwords of accounts (1) were kept with a secret, and server.yaml names ${names}.` },
    });
  await disableAccount(world.deps, by, { account: "ada", reason: "the secret is lost" });
  await requirePasswordSecret(world.deps);
  await requirePasswordSecret(other);
  await withPassword({ deps: other }, "ben");
  await expect(requirePasswordSecret(own)).rejects.toMatchObject({ code: "USAGE" });
});

test("it is long enough, or nothing", () => {
  const { deps } = accessWorld();
  expect(passwordSecret(deps)).toBeNull();
  expect(() => passwordSecret(withSecret(deps, "$OIDC_SECRET"))).toThrowError(
    expect.objectContaining({ detail: expect.objectContaining({ problem: expect.stringContaining("19 bytes") }) }),
  );
  expect(() => passwordSecret(withSecret(deps, "$NOT_SET"))).toThrowError(
    expect.objectContaining({ detail: expect.objectContaining({ problem: "$NOT_SET of server.yaml is not set." }) }),
  );
});
