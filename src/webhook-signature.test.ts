import { describe, expect, test } from "vitest";
import { checkSignature, keyLength, type SignatureGiven, signatureOf } from "./webhook-signature.ts";

/** The example of the specification, https://www.standardwebhooks.com (its libraries' own test). */
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const [id, at, text] = ["msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, '{"test": 2432232314}'] as const;
const signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const other = `whsec_${Buffer.from("another secret of 24 byte").toString("base64")}`;

const check = (more: Partial<SignatureGiven> = {}, { body = text as string, now = at * 1_000 } = {}) =>
  checkSignature(secret, { id, timestamp: String(at), signature, ...more }, new TextEncoder().encode(body), now);

describe("Standard Webhooks", () => {
  test("signs and accepts the example of the specification", () => {
    expect(signatureOf(secret, id, at, text)).toBe(signature);
    expect(check()).toBe("right");
  });

  test("one of several signatures is enough, while a secret is being replaced", () => {
    const old = signatureOf(other, id, at, text);
    expect(check({ signature: `${old} v2,abc ${signature}` })).toBe("right");
    expect(check({ signature: old })).toBe("wrong");
    expect(check({ signature: `${`${old} `.repeat(20)}${signature}` })).toBe("wrong");
  });

  test.each([
    ["another id", { id: "msg_other" }],
    ["another second", { timestamp: String(at + 1) }],
    ["no id", { id: undefined }],
    ["no second", { timestamp: undefined }],
    ["no signature", { signature: undefined }],
    ["a second that is no number", { timestamp: "1614265330.0" }],
    ["a second of more digits than there are", { timestamp: "9".repeat(13) }],
    ["another scheme", { signature: signature.replace("v1", "v2") }],
    ["a shorter signature", { signature: signature.slice(0, -2) }],
    ["another sign in it", { signature: signature.replace("g0hM", "g0hN") }],
  ])("%s is wrong", (_, more) => {
    expect(check(more)).toBe("wrong");
  });

  test("another body is wrong", () => {
    expect(check({}, { body: `${text} ` })).toBe("wrong");
  });

  test("it is late after five minutes and too early before them, which only who knows the secret is told", () => {
    const now = (seconds: number) => ({ now: (at + seconds) * 1_000 });
    expect([-301, -300, 0, 300, 301].map((s) => check({}, now(s)))).toEqual([
      "late",
      "right",
      "right",
      "right",
      "late",
    ]);
    expect(check({ id: "x" }, now(301))).toBe("wrong");
  });

  test("a secret has a form and a length", () => {
    expect([secret, "whsec_", "hunter2", "whsec_***"].map(keyLength)).toEqual([24, null, null, null]);
  });
});
