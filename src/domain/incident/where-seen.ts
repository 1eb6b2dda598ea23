import type { Release } from "../release/release.ts";
import { rolloutIn } from "./arm.ts";

/** Where somebody saw an issue who does not say so: where users are, as soon as they have anything of the build. */
export const whereSeen = (release: Release): "staging" | "production" =>
  rolloutIn(release, "production") === undefined ? "staging" : "production";
