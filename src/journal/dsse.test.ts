import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { isSignedBy, preAuthentication, signEnvelope } from "./dsse.ts";
import { fingerprintOf } from "./key.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const sealed = signEnvelope("text/plain", Buffer.from("hello"), privateKey, fingerprintOf(publicKey));

test("the signed bytes are those of the DSSE specification's example", () => {
  const bytes = preAuthentication("http://example.com/HelloWorld", Buffer.from("hello world"));
  expect(bytes.toString()).toBe("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
});

test("lengths are in bytes, not in characters", () => {
  expect(preAuthentication("é", Buffer.from("€")).toString()).toBe("DSSEv1 2 é 3 €");
});

test("its own key accepts it", () => {
  expect(isSignedBy(sealed, publicKey)).toBe(true);
});

test.each([
  ["another payload", { payload: Buffer.from("hellO").toString("base64") }],
  ["another type", { payloadType: "text/html" }],
  ["no signature", { signatures: [] }],
])("%s is refused", (_, change) => {
  expect(isSignedBy({ ...sealed, ...change }, publicKey)).toBe(false);
});

test("another key is refused, and so is a key of another kind that did sign", () => {
  const { privateKey: ecdsa, publicKey: ecdsaPublic } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const theirs = signEnvelope("text/plain", Buffer.from("hello"), ecdsa, fingerprintOf(ecdsaPublic));

  expect(isSignedBy(sealed, generateKeyPairSync("ed25519").publicKey)).toBe(false);
  expect(isSignedBy(theirs, ecdsaPublic)).toBe(false);
});
