import type { Millis } from "../units.ts";

/**
 * Somebody says to be there for it, at most `within` before the start. `onCall`: whoever the roster has on call, if
 * there is one, and somebody else has to hear of what they leave unanswered.
 */
export type Post = {
  readonly id: string;
  readonly title: string;
  readonly role: string;
  readonly within: Millis;
  readonly onCall?: boolean;
};
