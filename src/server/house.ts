import type { Engine } from "../conductor/engine.ts";
import type { Config } from "../config/config.ts";
import type { Process } from "../domain/process/process.ts";
import type { Digest } from "../domain/units.ts";
import type { Blobs, Feed, Journal, Vault } from "../journal/port.ts";
import type { AccessDeps } from "./access/access-deps.ts";
import type { Letter } from "./access/tell-accounts.ts";
import type { Gatekeeper } from "./gatekeeper.ts";
import type { Hooks } from "./hooks/open-hooks.ts";

/** Everything that the routes stand on. */
export type House = {
  readonly engine: Engine;
  readonly journal: Journal;
  readonly blobs: Blobs;
  readonly vault: Vault;
  readonly feed: Feed;
  readonly gate: Gatekeeper;
  readonly access: AccessDeps;
  /** Of server.yaml. */
  readonly hooks: Hooks;
  /** Both files, as they are on the server's disk now. @throws AppError `CONFIG_INVALID` */
  readonly project: () => Promise<{ readonly config: Config; readonly process: Process }>;
  /** Unpacks a build that lies there as a zip file, and keeps it. @throws AppError `PACKAGE_INVALID`, `BUILD_INVALID` */
  readonly keepBuild: (zip: string) => Promise<Digest>;
  /** Where a build lies that is kept under its digest; the name of an image is its own place. */
  readonly placeOfBuild: (build: string) => string;
  /** Sends a letter by the channel for what people owe; nothing where there is no channel. Rejects when it was not taken. */
  readonly send: (letter: Letter) => Promise<void>;
  /** A folder for what is uploaded, until it is read. */
  readonly uploads: string;
  readonly version: string;
};
