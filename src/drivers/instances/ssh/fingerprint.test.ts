import { expect, test } from "vitest";
import { fingerprintOf, isKeyOf, kindOf } from "./fingerprint.ts";

// Made by ssh-keygen; `ssh-keygen -lf` prints the fingerprint.
const key = Buffer.from("AAAAC3NzaC1lZDI1NTE5AAAAIKiDc3l8QRaLOVZXrswbDA6fY60gojjx4/3T3+ziIS5C", "base64");
const fingerprint = "SHA256:sAHRR88nZOIi1rkTYIQzLjzGkBsNmNMxy1vtEBuHvOw";

test("a fingerprint is what ssh-keygen prints", () => {
  expect(fingerprintOf(key)).toBe(fingerprint);
  expect(kindOf(key)).toBe("ssh-ed25519");
});

test.each([
  ["one sign differs", fingerprint.replace(/.$/, (last) => (last === "A" ? "B" : "A"))],
  ["it ends too early", fingerprint.slice(0, -1)],
  ["there is none", ""],
  ["it is of another kind", "MD5:00:11"],
])("a key is not taken when %s", (_, other) => {
  expect(isKeyOf(key, fingerprint)).toBe(true);
  expect(isKeyOf(key, other)).toBe(false);
});

test("a key that is no key has no kind", () => {
  expect(kindOf(Buffer.alloc(2))).toBe("unknown");
});
