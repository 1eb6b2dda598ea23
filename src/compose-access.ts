import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { AccessDesk } from "./cli/access-desk.ts";
import { stateFolder } from "./cli/home.ts";
import { readSettings } from "./cli/read-settings.ts";
import { toEvent } from "./conductor/entries.ts";
import { describeAccess } from "./domain/access/describe-access.ts";
import { type AccessEvent, accessStream } from "./domain/access/events.ts";
import { instant } from "./domain/units.ts";
import { openStore } from "./journal/open-store.ts";
import { keptProject } from "./kept-project.ts";
import { accessDeps } from "./server/access/access-deps.ts";
import { accessPeople } from "./server/access/access-person.ts";
import { accountList, disableAccount, lockAccount, unlockAccount } from "./server/access/account-desk.ts";
import { invite } from "./server/access/invitations.ts";
import { makeToken, revokeToken } from "./server/access/token-desk.ts";
import { allTokens } from "./server/access/tokens.ts";
import { accountAnswer } from "./server/handlers/accounts.ts";
import { tokenAnswer } from "./server/handlers/tokens.ts";

/** Accounts and tokens, for the command line of the machine that they are kept on. */
export const openAccess = async (
  home: string,
  env: Readonly<Record<string, string | undefined>>,
  database: string | undefined,
): Promise<AccessDesk & AsyncDisposable> => {
  const project = keptProject(home);
  const settings = await readSettings(home, (await project()).config.people);
  const folder = join(home, stateFolder);
  await mkdir(folder, { recursive: true });
  const store = await openStore({ folder, database });
  const deps = accessDeps({
    ...{ vault: store.vault, journal: store.journal, settings, env },
    now: () => instant(Date.now()),
    people: async () => accessPeople((await project()).config),
  });
  return {
    accounts: async () => (await accountList(deps)).map(accountAnswer),
    async invite(by, account) {
      const { link, until } = await invite(deps, by, account);
      return { link, until: new Date(until).toISOString() };
    },
    lock: (by, account, reason) => lockAccount(deps, by, { account, reason }),
    unlock: (by, account) => unlockAccount(deps, by, account),
    disable: (by, account, reason) => disableAccount(deps, by, { account, reason }),
    history: async () =>
      (await store.journal.read(accessStream)).map((entry) => {
        const event = toEvent<AccessEvent>(entry);
        return { at: event.at, by: entry.actor.id, type: event.type, says: describeAccess(event, entry.actor.id) };
      }),
    tokens: async () => (await allTokens(deps)).map(tokenAnswer),
    async makeToken(actor, asked) {
      const { token, text } = await makeToken(deps, { actor, may: null }, asked);
      return { token: tokenAnswer(token), text };
    },
    revokeToken: async (actor, token) => tokenAnswer(await revokeToken(deps, { actor, may: null }, token)),
    [Symbol.asyncDispose]: () => store.close(),
  };
};
