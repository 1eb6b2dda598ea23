import { type Permission, permissions } from "./permission.ts";

/** Somebody of headgate.yaml. `hasPart`: of some role, own or in somebody's stead, or of the service itself. */
export type Member = { readonly id: string; readonly kind: "human" | "agent"; readonly hasPart: boolean };

export type AccessRules = {
  readonly administrators: readonly string[];
  /** Whom alone a permission is left to; absent = whoever has it has it. */
  readonly only: { readonly [Name in Permission]?: readonly string[] | undefined };
};

/** What a sign-in or a token says; null = nothing. */
export type Narrowing = {
  /** What the groups of a single sign-on give. */
  readonly groups: readonly Permission[] | null;
  readonly scopes: readonly Permission[] | null;
};

export const noNarrowing: Narrowing = { groups: null, scopes: null };

/**
 * What somebody may do. Lists, groups and scopes only take away, but for `administer`, which a group may give to a
 * human. An agent never approves or administers, whatever anything says (R206).
 */
export const permissionsOf = (
  member: Member,
  { administrators, only }: AccessRules,
  { groups, scopes }: Narrowing,
): ReadonlySet<Permission> =>
  new Set(
    permissions.filter((permission) => {
      const isAllowed = groups === null || groups.includes(permission);
      const isScoped = scopes === null || scopes.includes(permission);
      const isLeft = only[permission]?.includes(member.id) ?? true;
      return has(member, permission, administrators, groups) && isAllowed && isScoped && isLeft;
    }),
  );

const has = (
  { id, kind, hasPart }: Member,
  permission: Permission,
  administrators: readonly string[],
  groups: readonly Permission[] | null,
): boolean => {
  switch (permission) {
    case "see":
      return true;
    case "prepare":
    case "operate":
      return kind === "agent" || hasPart;
    case "approve":
      return kind === "human" && hasPart;
    case "administer":
      return kind === "human" && (administrators.includes(id) || groups?.includes("administer") === true);
  }
};
