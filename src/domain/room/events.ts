import type { Digest, Instant } from "../units.ts";

/** What is told of the people and the looks around a rollout: who is there, what they say, what was looked at again. */
export type RoomEvent = {
  readonly at: Instant;
} /** Somebody is there for a post of a rollout that is about to begin. */ & (
  | {
      readonly type: "PresenceConfirmed";
      readonly requirement: string;
      readonly post: string;
      readonly role: string;
      readonly by: string;
      /** In whose stead a deputy is there; absent = in the own right. */
      readonly for?: string;
      /** The roster had them on call at that moment. */
      readonly onCall: boolean;
    }
  /** `line` counts the notes of a release from 1. */
  | {
      readonly type: "NoteTaken";
      readonly line: number;
      readonly kind: NoteKind;
      readonly text: string;
      /** The trigger, issue or requirement that it is about; "" where it is about none. */
      readonly about: string;
      readonly by: string;
    }
  /** Somebody wants the rollout `recheck` to begin; before it does, these are looked at once more. */
  | {
      readonly type: "ChecksAskedAgain";
      readonly recheck: string;
      readonly checks: readonly string[];
      readonly by: string;
    }
  /** Looked at once more and still good: what people signed stays as it was. */
  | {
      readonly type: "CheckHeld";
      readonly recheck: string;
      readonly requirement: string;
      readonly part: string;
      readonly source: string;
      readonly raw: Digest;
      /** When what it read was made: a file that is read again is as old as before. */
      readonly madeAt?: Instant;
    }
);

/** A message goes to those whom the process names for it; the others are for whoever works on the release. */
export const noteKinds = ["note", "decision", "message"] as const;
export type NoteKind = (typeof noteKinds)[number];
