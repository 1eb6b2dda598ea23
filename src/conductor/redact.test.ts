import { expect, test } from "vitest";
import { redact } from "./redact.ts";

test.each([
  ["DB_PASSWORD=hunter2 ok", "DB_PASSWORD=[hidden] ok"],
  ['{"apiKey": "abc123", "port": 80}', '{"apiKey": "[hidden]", "port": 80}'],
  ["Authorization: Bearer eyJhbGciOi.J9.x", "Authorization: Bearer [hidden]"],
  ["postgres://shop:hunter2@db/orders", "postgres://shop:[hidden]@db/orders"],
  ["key AKIAABCDEFGHIJKLMNOP leaked", "key [hidden] leaked"],
  ["cloned with ghp_0123456789abcdefghij of a robot", "cloned with [hidden] of a robot"],
  ["got eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.c2lnbmF0dXJl back", "got [hidden] back"],
  ["-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----", "[hidden private key]"],
])("no secret in events: %s", (said, kept) => {
  expect(redact(said)).toBe(kept);
});

test("what is no secret stays as it was", () => {
  const said = "connection refused at 127.0.0.1:8080 after 3 tries; token expired";
  expect(redact(said)).toBe(said);
});
