import type { AccountAnswer } from "../api/routes/account-routes.ts";
import type { TokenAnswer } from "../api/routes/token-routes.ts";
import type { Permission } from "../domain/access/permission.ts";
import type { Actor } from "../domain/release/commands.ts";
import type { Instant } from "../domain/units.ts";

/** What whoever works on the server's own machine does for the accounts of others. */
export type AccessDesk = {
  accounts(): Promise<readonly AccountAnswer[]>;
  invite(by: Actor, account: string): Promise<{ readonly link: string; readonly until: string }>;
  lock(by: Actor, account: string, reason: string): Promise<void>;
  unlock(by: Actor, account: string): Promise<void>;
  disable(by: Actor, account: string, reason: string): Promise<void>;
  /** What happened to accounts, sessions and tokens, oldest first. */
  history(): Promise<readonly AccessLine[]>;
  tokens(): Promise<readonly TokenAnswer[]>;
  /** `text`: told once, here. */
  makeToken(by: Actor, asked: NewToken): Promise<{ readonly token: TokenAnswer; readonly text: string }>;
  revokeToken(by: Actor, token: string): Promise<TokenAnswer>;
};

export type NewToken = {
  readonly account: string;
  readonly name: string;
  readonly scopes: readonly Permission[];
  readonly until: Instant;
};

export type AccessLine = {
  readonly at: Instant;
  readonly by: string;
  readonly type: string;
  /** One sentence. */
  readonly says: string;
};
