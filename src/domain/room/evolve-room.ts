import { evidenceKey, type Release } from "../release/release.ts";
import type { RoomEvent } from "./events.ts";
import { postKey } from "./room.ts";

export const evolveRoom = (release: Release, event: RoomEvent): Partial<Release> => {
  switch (event.type) {
    case "PresenceConfirmed": {
      const { type: _, requirement, post, ...presence } = event;
      const key = postKey(requirement, post);
      const { [key]: __, ...due } = release.due;
      return { presence: { ...release.presence, [key]: presence }, due };
    }
    case "NoteTaken": {
      const { type: _, ...note } = event;
      return { notes: [...release.notes, note] };
    }
    case "ChecksAskedAgain": {
      const { recheck, checks, at } = event;
      const all = <T>(value: T) => Object.fromEntries(checks.map((id) => [id, value]));
      return {
        asked: { ...release.asked, ...all(at) },
        rechecks: { ...release.rechecks, ...all({ for: recheck, at }) },
      };
    }
    case "CheckHeld": {
      const { requirement, part, at, raw, madeAt } = event;
      const key = evidenceKey(requirement, part);
      const known = release.evidence[key];
      const again = { at, raw, ...(madeAt === undefined ? {} : { madeAt }) };
      return known === undefined ? {} : { evidence: { ...release.evidence, [key]: { ...known, again } } };
    }
  }
};
