import { expect, test } from "vitest";
import { hashPassword, isPassword } from "./passwords.ts";

test("is kept as Argon2id with a salt of its own, at the cost that OWASP's cheat sheet gives", async () => {
  const [one, other] = await Promise.all(["tired otters paddle", "tired otters paddle"].map(hashPassword));

  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22,}\$[\w+/]{43}$/);
  expect(other).not.toBe(one);
  expect(await isPassword("tired otters paddle", one!)).toBe(true);
});

test("counts whole, with spaces and whatever signs, to its last one", async () => {
  const long = `${"otters paddle  ".repeat(8)}🦦é`;
  const kept = await hashPassword(long);

  expect(await isPassword(long, kept)).toBe(true);
  expect(await isPassword(long.slice(0, -1), kept)).toBe(false);
  expect(await isPassword(long.replace("  ", " "), kept)).toBe(false);
  // The same sign, written in two ways.
  expect(await isPassword(long.replace("é", "e\u0301"), kept)).toBe(true);
});

test("no password opens an account that has none", async () => {
  expect(await isPassword("", null)).toBe(false);
});
