import { expect, test } from "vitest";
import { buildPlace } from "./build-place.ts";

test("a folder is taken from where the command was typed, and asked for its own commits", () => {
  expect(buildPlace("/srv/shop", "dist")).toEqual({ path: "/srv/shop/dist", repository: "/srv/shop/dist" });
});

test("an image stays as it is written, and the service's folder is asked", () => {
  const image = `registry.example/shop@sha256:${"a".repeat(64)}`;
  expect(buildPlace("/srv/shop", image)).toEqual({ path: image, repository: "/srv/shop" });
});
