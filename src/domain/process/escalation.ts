import type { Millis } from "../units.ts";

/** `subject` and `body` may say {release}, {what}, {since} and {act}. */
export type Escalation = { readonly subject: string; readonly body: string; readonly ladder: readonly Rung[] };

/** Told `after` a thing fell due: its `holders` or their `deputies`, the release's `owner`, or whoever holds a role. */
export type Rung = { readonly after: Millis; readonly to: readonly string[] };
