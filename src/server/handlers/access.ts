import type { AccessDeps } from "../access/access-deps.ts";
import type { Served } from "../register.ts";
import { accountHandlers } from "./accounts.ts";
import { meHandlers } from "./me.ts";
import { signInHandlers } from "./sign-in.ts";
import { tokenHandlers } from "./tokens.ts";

/** Sign-in, one's own account, tokens, and the accounts of all. */
export const accessHandlers = (deps: AccessDeps): readonly Served[] => [
  ...signInHandlers(deps),
  ...meHandlers(deps),
  ...tokenHandlers(deps),
  ...accountHandlers(deps),
];
