import { evidenceKey } from "../release/release.ts";
import { signerInWords } from "../release/stand-in.ts";
import type { RoomEvent } from "./events.ts";

/** One sentence on who is there, what was said, and what was looked at again. */
export const describeRoom = (event: RoomEvent): string => {
  switch (event.type) {
    case "PresenceConfirmed": {
      const { post, requirement, role, onCall } = event;
      return `${signerInWords(event)} is there for ${requirement} as ${post} (${onCall ? "on call" : role})`;
    }
    case "NoteTaken": {
      const { kind, line, text, by, about } = event;
      return `${kind} ${line} by ${by}${about === "" ? "" : ` on ${about}`}: ${text}`;
    }
    case "ChecksAskedAgain":
      return `${event.by} wants ${event.recheck} to begin: looked at once more: ${event.checks.join(", ")}`;
    case "CheckHeld": {
      const { requirement, part, recheck, source } = event;
      return `${evidenceKey(requirement, part)} still holds, for ${recheck} (${source})`;
    }
  }
};
