import type { Process } from "../domain/process/process.ts";
import type { ReleaseStatus } from "../domain/process/status.ts";
import type { Release } from "../domain/release/release.ts";

/** A release as it stands: what most answers are made from. */
export type Known = { readonly release: Release; readonly process: Process; readonly view: ReleaseStatus };
