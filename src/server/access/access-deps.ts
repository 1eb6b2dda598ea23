import { randomBytes } from "node:crypto";
import type { ServerSettings } from "../../config/server-settings.ts";
import type { Instant } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import type { Journal, Vault } from "../../journal/port.ts";
import type { AccessPerson } from "./access-person.ts";
import { type FloodGate, floodGate } from "./flood-gate.ts";
import { type Provider, providerOf } from "./provider.ts";

/** What sign-in touches of the world. */
export type AccessDeps = {
  readonly vault: Vault;
  readonly journal: Pick<Journal, "append" | "list">;
  readonly now: () => Instant;
  /** So many bytes that nobody can guess. */
  readonly random: (bytes: number) => Uint8Array;
  /** As headgate.yaml has them now: who is no longer in it has lost everything. */
  readonly people: () => Promise<readonly AccessPerson[]>;
  readonly settings: Pick<ServerSettings, "url" | "administrators" | "permissions" | "sessions" | "signIn">;
  /** Value of the variable that is written `$NAME`. */
  readonly secretOf: (name: string) => string;
  /** Keeps refusals of nobody in particular from filling the journal. */
  readonly flood: FloodGate;
  readonly provider: Provider;
};

type Given = Pick<AccessDeps, "vault" | "journal" | "now" | "people" | "settings"> & {
  readonly env: Readonly<Record<string, string | undefined>>;
};

export const accessDeps = ({ env, ...given }: Given): AccessDeps => {
  const secretOf = (name: string): string => {
    const value = env[name.slice(1)];
    if (value !== undefined && value !== "") return value;
    throw new AppError("USAGE", {
      problem: `${name} of server.yaml is not set.`,
      fix: "Set that variable and start anew.",
    });
  };
  const provider = providerOf({ settings: given.settings, secretOf });
  return { ...given, random: randomBytes, flood: floodGate(), secretOf, provider };
};
