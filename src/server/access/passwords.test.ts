import { expect, test } from "vitest";
import { hashPassword, isKeyed, isPassword } from "./passwords.ts";

const secret = new TextEncoder().encode("a secret that is kept where no hash is");

test("is kept as Argon2id with a salt of its own, at the cost that OWASP's cheat sheet gives", async () => {
  const [one, other] = await Promise.all([1, 2].map(() => hashPassword("tired otters paddle", null)));

  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22,}\$[\w+/]{43}$/);
  expect(other).not.toBe(one);
  expect(await isPassword("tired otters paddle", one!, null)).toBe(true);
});

test("counts whole, with spaces and whatever signs, to its last one", async () => {
  const long = `${"otters paddle  ".repeat(8)}🦦é`;
  const kept = await hashPassword(long, null);
  const fits = (password: string): Promise<boolean> => isPassword(password, kept, null);

  expect(await fits(long)).toBe(true);
  expect(await fits(long.slice(0, -1))).toBe(false);
  expect(await fits(long.replace("  ", " "))).toBe(false);
  // The same sign, written in two ways.
  expect(await fits(long.replace("é", "e\u0301"))).toBe(true);
});

test("no password opens an account that has none", async () => {
  expect(await isPassword("", null, null)).toBe(false);
  expect(await isPassword("", null, secret)).toBe(false);
});

test("with a secret that is kept elsewhere, whoever has the hash alone can try no password", async () => {
  const kept = await hashPassword("tired otters paddle", secret);
  const fits = (given: Uint8Array | null): Promise<boolean> => isPassword("tired otters paddle", kept, given);

  expect(isKeyed(kept)).toBe(true);
  expect(await fits(secret)).toBe(true);
  expect(await fits(null)).toBe(false);
  expect(await fits(secret.slice(1))).toBe(false);
  expect(await isPassword("tired otters", kept, secret)).toBe(false);
});

test("a hash of before there was a secret still opens", async () => {
  expect(await isPassword("tired otters paddle", await hashPassword("tired otters paddle", null), secret)).toBe(true);
});
