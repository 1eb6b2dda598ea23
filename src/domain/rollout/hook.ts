import type { Millis } from "../units.ts";

/** Where in a rollout a command of the user's is run. */
export type HookPoint = "before-traffic" | "after-promote" | "on-rollback";

/** Whether what a hook does can be undone, or is made so that both versions can live with it. */
export type HookChange = "reversible" | "irreversible" | "expand-contract";

/** What a rollout must know of a hook; the command itself is the configuration's. */
export type PlannedHook = { readonly point: HookPoint; readonly change: HookChange; readonly within: Millis };

/** A command at a named point of the rollout, such as a migration. */
export type Hook = {
  readonly command: readonly string[];
  readonly within: Millis;
  readonly change: HookChange;
};
