import type { Client } from "../../api/client.ts";
import type { Journal } from "../../journal/port.ts";
import type { Person } from "./person.ts";
import type { PackZip } from "./send-files.ts";
import type { Signing } from "./sign-there.ts";

/** By what the command line acts on a server. */
export type RemoteHands = {
  readonly client: Client;
  readonly journal: Journal;
  readonly person: Person;
  readonly packZip: PackZip;
  readonly io: Signing;
};

/** So that a request whose answer was lost may be sent again and is done once. */
export const onceOnly = (): { readonly idempotencyKey: string } => ({ idempotencyKey: crypto.randomUUID() });
