import type { Telling } from "../process/due.ts";
import type { RolloutEffect } from "../rollout/effects.ts";
import type { Millis } from "../units.ts";
import type { Command } from "./commands.ts";

/** Something that the conductor must do next for a release. Every effect is idempotent. */
export type Effect =
  | (RolloutEffect & { readonly of: "rollout" })
  | ({ readonly of: "release"; readonly within: Millis } & (
      | { readonly kind: "ask"; readonly requirement: string; readonly part: string; readonly probe: string | null }
      | { readonly kind: "write"; readonly requirement: string; readonly template: string }
      | { readonly kind: "send"; readonly requirement: string; readonly to: string }
      | ({ readonly kind: "tell" } & Telling)
      | { readonly kind: "notify"; readonly notice: string; readonly occurrence: string; readonly to: string }
      /** What is known of a failed attempt is put into one record. */
      | { readonly kind: "collect"; readonly failure: string }
      | { readonly kind: "seal" }
      | {
          readonly kind: "dispatch";
          readonly command: Extract<
            Command,
            { type: "CloseRelease" | "NoteDue" | "KeepTriggers" | "SkipNotices" }
          >["type"];
        }
    ));
