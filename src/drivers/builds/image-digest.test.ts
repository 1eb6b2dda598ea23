import { expect, test } from "vitest";
import { imageDigest } from "./image-digest.ts";

const digest = `sha256:${"a".repeat(64)}`;

test.each([
  [`registry.example/shop@${digest}`, digest],
  [`registry.example:5000/team/shop:1.1.0@${digest}`, digest],
  ["registry.example/shop:1.1.0", null],
  [`@${digest}`, null],
  [digest, null],
  [`shop@${digest.toUpperCase()}`, null],
  [`a@b@${digest}`, null],
])("%s is %s", (reference, expected) => {
  expect(imageDigest(reference)).toBe(expected);
});
