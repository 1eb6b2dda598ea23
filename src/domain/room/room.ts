import type { Digest, Instant } from "../units.ts";
import type { NoteKind } from "./events.ts";

export type Presence = {
  readonly by: string;
  readonly role: string;
  readonly at: Instant;
  readonly for?: string;
  readonly onCall: boolean;
};

export type Note = {
  readonly line: number;
  readonly kind: NoteKind;
  readonly text: string;
  readonly about: string;
  readonly by: string;
  readonly at: Instant;
};

/** The last time that a check was asked again for a rollout, and which one. */
export type Recheck = { readonly for: string; readonly at: Instant };

/** A later look that found the same. `madeAt`: what it read was made then; absent in old histories = when it looked. */
export type Again = { readonly at: Instant; readonly raw: Digest; readonly madeAt?: Instant };

/** What a post of a rollout is called among all that a release owes. */
export const postKey = (requirement: string, post: string): string => `${requirement}.${post}`;
