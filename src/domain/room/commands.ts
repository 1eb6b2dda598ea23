import type { NoteKind } from "./events.ts";

/** What people say in the war room of a rollout. */
export type RoomCommand =
  | {
      readonly type: "ConfirmPresence";
      readonly requirement: string;
      readonly post: string;
      /** Ids of whom the roster has on call now; null where there is no roster. */
      readonly onCall: readonly string[] | null;
    }
  | { readonly type: "TakeNote"; readonly kind: NoteKind; readonly text: string; readonly about: string };
