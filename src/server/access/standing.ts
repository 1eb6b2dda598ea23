import { type Narrowing, permissionsOf } from "../../domain/access/permissions-of.ts";
import type { Principal } from "../principal.ts";
import type { AccessDeps } from "./access-deps.ts";
import type { AccessPerson } from "./access-person.ts";
import { readAccount } from "./account.ts";

/**
 * Somebody as a principal, by what is known of them now; null for whoever is no longer in headgate.yaml, or whose
 * account a person has closed.
 */
export const standing = async (
  deps: AccessDeps,
  id: string,
  by: Principal["by"],
  narrowing: Narrowing,
): Promise<Principal | null> => {
  const person = (await deps.people()).find((one) => one.id === id);
  if (person === undefined || (await openAccount(deps, person)) === null) return null;
  const { kind, name } = person;
  const { administrators, permissions: only } = deps.settings;
  return { person: { id, name, kind }, permissions: permissionsOf(person, { administrators, only }, narrowing), by };
};

/** An account that nobody has closed. */
export const openAccount = async (deps: AccessDeps, person: AccessPerson) => {
  const account = await readAccount(deps, person);
  return account === null || account.closed !== null ? null : account;
};
