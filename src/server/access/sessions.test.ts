import { expect, test } from "vitest";
import {
  accessWorld,
  csrfFor,
  device,
  passphrase,
  principalOf,
  shown,
  signedIn,
  withPassword,
} from "../../../test/support/access.ts";
import { revokeSession, revokeSessions } from "./account-desk.ts";
import { authenticate } from "./authenticate.ts";
import { changePassword } from "./own-credentials.ts";
import { sessionCookie, sessionsOf } from "./sessions.ts";

const begun = async () => {
  const world = accessWorld();
  await withPassword(world, "ada");
  return { world, deps: world.deps, cookie: await signedIn(world, "ada") };
};

const over = { code: "NOT_SIGNED_IN" };

test("a session ends 30 minutes after its last request", async () => {
  const { world, cookie } = await begun();
  for (const minutes of [29, 29, 29]) {
    world.pass(minutes);
    await principalOf(world, cookie);
  }
  world.pass(30);
  await expect(principalOf(world, cookie)).rejects.toMatchObject(over);
});

test("an event stream that is left open looks whether it is still let in, and keeps no session alive by that", async () => {
  const { world, deps, cookie } = await begun();
  const look = () => authenticate(deps, shown(deps, cookie, { isUse: false }));
  for (const minutes of [10, 10, 9]) {
    world.pass(minutes);
    expect(await look()).toMatchObject({ person: { id: "ada" } });
  }
  world.pass(1);
  await expect(look()).rejects.toMatchObject(over);
});

test("and 12 hours after sign-in, however much it is used", async () => {
  const { world, cookie } = await begun();
  for (let minutes = 20; minutes < 720; minutes += 20) {
    world.pass(20);
    await principalOf(world, cookie);
  }
  world.pass(20);
  await expect(principalOf(world, cookie)).rejects.toMatchObject(over);
});

test("each sign-in has a session of its own, with device, address and time; one and all can be ended", async () => {
  const { world, deps, cookie } = await begun();
  world.pass(1);
  const other = await signedIn(world, "ada");
  expect(other).not.toBe(cookie);
  const listed = await sessionsOf(deps, "ada");
  expect(listed.map(({ begunAt }) => begunAt)).toEqual(expect.arrayContaining([world.now - 60_000, world.now]));
  expect(listed[0]).toMatchObject(device);
  expect(JSON.stringify(listed)).not.toContain(cookie.split(".")[1]);
  const ada = { kind: "human", id: "ada" } as const;
  await revokeSession(deps, ada, cookie.split(".")[0]!);
  await expect(principalOf(world, cookie)).rejects.toMatchObject(over);
  await expect(revokeSession(deps, { ...ada, id: "ben" }, other.split(".")[0]!)).rejects.toMatchObject({
    code: "SESSION_UNKNOWN",
  });
  expect(await revokeSessions(deps, ada, "ada")).toBe(1);
  await expect(principalOf(world, other)).rejects.toMatchObject(over);
});

test("a new password ends every other session", async () => {
  const { world, deps, cookie } = await begun();
  const other = await signedIn(world, "ada");
  const who = await principalOf(world, cookie);
  const change = (old: string, password: string) => changePassword(deps, who, { proof: { password: old }, password });
  await expect(change("not this one at all", "entirely other words")).rejects.toMatchObject({ code: "PROOF_REFUSED" });
  await expect(change(passphrase, "ada is my own name")).rejects.toMatchObject({ code: "PASSWORD_WEAK" });
  await change(passphrase, "entirely other words");
  await principalOf(world, cookie);
  await expect(principalOf(world, other)).rejects.toMatchObject(over);
  await signedIn(world, "ada", "entirely other words");
  expect(world.events().filter(({ type }) => type === "CredentialSet")).toHaveLength(2);
});

test("what changes something needs the mark of its own session", async () => {
  const { world, deps, cookie } = await begun();
  const other = await signedIn(world, "ada");
  const ask = (csrf: string | undefined) => authenticate(deps, shown(deps, cookie, { csrf, unsafe: true }));
  for (const csrf of [undefined, "", csrfFor(other)])
    await expect(ask(csrf)).rejects.toMatchObject({ code: "CSRF_MISSING" });
  expect(await ask(csrfFor(cookie))).toMatchObject({ by: { csrf: csrfFor(cookie) } });
});

test("over https the cookie is one of this host alone", () => {
  expect(sessionCookie(accessWorld().deps)).toBe("headgate");
  expect(sessionCookie(accessWorld({ url: "https://headgate.example.com" }).deps)).toBe("__Host-headgate");
});
