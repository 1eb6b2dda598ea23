import type { AccessDeps } from "./access-deps.ts";

/** Lets the vault drop what is over; it does so whenever it lists. `prefix`: only a part, where there is much. */
export const sweep = async (
  { vault, now }: Pick<AccessDeps, "vault" | "now">,
  kind: string,
  prefix = "",
): Promise<void> => void (await vault.list(kind, prefix, now()));
