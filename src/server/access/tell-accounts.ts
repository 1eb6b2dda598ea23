import { setTimeout as sleep } from "node:timers/promises";
import { toEvent } from "../../conductor/entries.ts";
import { describeAccess } from "../../domain/access/describe-access.ts";
import { type AccessEvent, accessStream } from "../../domain/access/events.ts";
import { type Instant, instant } from "../../domain/units.ts";
import type { Entry, Fed, Feed, Position, Vault } from "../../journal/port.ts";
import type { AccessPerson } from "./access-person.ts";

/** What somebody has to hear of, for it may not have been them (ASVS 2.2.3, 2.5.5). */
const told: ReadonlySet<AccessEvent["type"]> = new Set([
  ...(["CredentialSet", "CredentialRemoved", "RecoveryCodeUsed", "AccountLocked", "AccountDisabled"] as const),
  "TokenMade",
]);

export type Letter = { readonly key: string; readonly to: string; readonly subject: string; readonly body: string };

/** What letters to the owners of accounts need. */
export type Post = {
  readonly vault: Vault;
  readonly now: () => Instant;
  readonly people: () => Promise<readonly AccessPerson[]>;
  /** By the channel for what people owe. Rejects when it could not be sent. */
  readonly send: (letter: Letter) => Promise<void>;
  readonly onProblem: (error: unknown) => void;
  /** Between two looks, in ms. */
  readonly pause?: number;
};

type Telling = Post & { readonly feed: Feed };

/** Entries of the feed that are read at once. */
const batch = 200;

/** How long it is remembered who told, in ms: much longer than replicas are apart. */
const remembered = 3_600_000;

/**
 * Tells people what happened to their accounts, as it is written down, until the signal. Of several replicas one tells.
 * A letter that cannot be sent is logged and not tried again: what happened stands in the history of the account.
 */
export const tellAccounts = async (telling: Telling, signal: AbortSignal): Promise<void> => {
  // A letter is slow anyway, and nobody shall pay for an idle server.
  const { feed, onProblem, pause = 2_000 } = telling;
  let position: Position | null = null;
  while (!signal.aborted) {
    try {
      position ??= await feed.end();
      const fed: readonly Fed[] = await feed.after(position, batch);
      for (const { entry } of fed.filter(isTold)) await tell(telling, entry!).catch(onProblem);
      position = fed.at(-1)?.position ?? position;
      if (fed.length === batch) continue;
    } catch (error) {
      onProblem(error); // a journal that is away is asked again
    }
    await sleep(pause, undefined, { signal }).catch(() => undefined);
  }
};

const isTold = ({ stream, entry }: Fed): boolean =>
  stream === accessStream && entry !== null && told.has(entry.type as AccessEvent["type"]);

const tell = async ({ vault, now, people, send }: Telling, entry: Entry): Promise<void> => {
  const event = toEvent<AccessEvent>(entry);
  const account = "account" in event ? event.account : null;
  const to = (await people()).find(({ id, kind }) => id === account && kind === "human")?.emails[0];
  if (to === undefined) return;
  const key = `${accessStream}/${entry.version}`;
  const until = instant(now() + remembered);
  if (!(await vault.put({ kind: "told", key, value: null, until }, 0, now()))) return;
  await send({ key, to, subject: "Headgate: your account", body: letterOf(event, entry.actor.id) });
};

const letterOf = (event: AccessEvent, by: string): string =>
  `${describeAccess(event, by)} (${new Date(event.at).toISOString()}).

If that was not you, and nobody told you that it would be: tell an administrator of Headgate now.`;
