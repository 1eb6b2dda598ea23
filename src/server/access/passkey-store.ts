import type { Instant } from "../../domain/units.ts";
import type { AccessDeps } from "./access-deps.ts";

/** A public key of an authenticator. Nothing of it is secret. */
export type Passkey = {
  /** As the authenticator calls it: base64url. */
  readonly id: string;
  readonly account: string;
  /** Whoever added it called it so. */
  readonly name: string;
  /** COSE, base64url. */
  readonly publicKey: string;
  /** How often it signed, as far as the authenticator counts: one that goes back was copied. */
  readonly counter: number;
  readonly transports: readonly string[];
  readonly madeAt: Instant;
  readonly usedAt: Instant | null;
};

const kind = "passkey";
type Store = Pick<AccessDeps, "vault" | "now">;

export const passkeyCalled = async ({ vault, now }: Store, id: string) => {
  const kept = await vault.get(kind, id, now());
  return kept === null ? null : { passkey: kept.value as Passkey, version: kept.version };
};

/** Says whether it was still at that version (0 = not there). */
export const keepPasskey = ({ vault, now }: Store, passkey: Passkey, version: number): Promise<boolean> =>
  vault.put({ kind, key: passkey.id, value: passkey, until: null }, version, now());

export const passkeysOf = async ({ vault, now }: Store, account: string): Promise<readonly Passkey[]> =>
  (await vault.list(kind, "", now())).map(({ value }) => value as Passkey).filter((one) => one.account === account);

export const removePasskey = ({ vault }: Store, id: string): Promise<void> => vault.remove(kind, id);

export const removePasskeys = async (deps: Store, account: string): Promise<void> => {
  for (const { id } of await passkeysOf(deps, account)) await removePasskey(deps, id);
};
