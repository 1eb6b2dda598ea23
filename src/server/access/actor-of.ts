import type { Actor } from "../../domain/release/commands.ts";
import type { Principal } from "../principal.ts";

/** Whoever is signed in as the one who acts, and by what. */
export const actorOf = ({ person, by }: Principal): Actor => ({
  kind: person.kind,
  id: person.id,
  via: by.kind === "session" ? { session: by.id } : { token: by.id },
});
