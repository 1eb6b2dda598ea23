import { millis, plus } from "../../domain/units.ts";
import type { AccessDeps } from "./access-deps.ts";
import { hashOf } from "./secrets.ts";

/** Something that was begun here and comes back from a browser, once, within minutes. */
export type Ceremony = {
  readonly purpose: "sign in" | "add passkey" | "prove";
  /** Null: nobody is signed in yet. */
  readonly account: string | null;
};

const kind = "ceremony";
const openFor = millis(5 * 60_000);

/** @param mark  what will come back, and nobody could guess */
export const beginCeremony = async ({ vault, now }: AccessDeps, mark: string, ceremony: Ceremony): Promise<void> => {
  const at = now();
  await vault.put({ kind, key: hashOf(mark), value: ceremony, until: plus(at, openFor) }, 0, at);
};

/** Ends it, for whoever is first; null for who comes later, too late, or with something that was never begun. */
export const endCeremony = async ({ vault, now }: AccessDeps, mark: string): Promise<Ceremony | null> => {
  const at = now();
  const kept = await vault.get(kind, hashOf(mark), at);
  const isFirst = kept !== null && (await vault.put({ ...kept, until: at }, kept.version, at));
  return isFirst ? (kept.value as Ceremony) : null;
};
