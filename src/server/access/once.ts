import { millis, plus } from "../../domain/units.ts";
import type { AccessDeps } from "./access-deps.ts";
import { hashOf } from "./secrets.ts";
import { sweep } from "./sweep.ts";

/** What was begun here and comes back from a browser by what nobody could guess: once, and within minutes. */
export type Once<T> = {
  begin(deps: Store, mark: string, value: T): Promise<void>;
  /** For whoever is first; null for who comes later, too late, or with something that was never begun. */
  end(deps: Store, mark: string): Promise<T | null>;
};

type Store = Pick<AccessDeps, "vault" | "now">;

const openFor = millis(5 * 60_000);

export const once = <T>(kind: string): Once<T> => ({
  async begin({ vault, now }, mark, value) {
    const at = now();
    await sweep({ vault, now }, kind);
    await vault.put({ kind, key: hashOf(mark), value, until: plus(at, openFor) }, 0, at);
  },
  async end({ vault, now }, mark) {
    const at = now();
    const kept = await vault.get(kind, hashOf(mark), at);
    const isFirst = kept !== null && (await vault.put({ ...kept, until: at }, kept.version, at));
    return isFirst ? (kept.value as T) : null;
  },
});
