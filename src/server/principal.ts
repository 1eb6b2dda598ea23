import type { Permission } from "../domain/access/permission.ts";

/** Whoever is signed in, and what they may do by all that was said of them. */
export type Principal = {
  readonly person: { readonly id: string; readonly name: string; readonly kind: "human" | "agent" };
  readonly permissions: ReadonlySet<Permission>;
  /** By what: a browser's session, a token that a program shows, or the signature of a webhook. */
  readonly by:
    | { readonly kind: "session"; readonly id: string; readonly csrf: string }
    | { readonly kind: "token"; readonly id: string }
    | { readonly kind: "hook"; readonly id: string };
};
