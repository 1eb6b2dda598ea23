import type { Config } from "../../config/config.ts";

/** Somebody under `people:` of headgate.yaml; their account has the same id. */
export type AccessPerson = {
  readonly id: string;
  readonly name: string;
  readonly kind: "human" | "agent";
  /** Lower case. */
  readonly emails: readonly string[];
  /** Of some role, own or in somebody's stead, or of the service itself. Which role counts for an act is judged there. */
  readonly hasPart: boolean;
  /** Of an agent: on whose behalf it acts. */
  readonly delegator: string | null;
};

type Given = Pick<Config, "people" | "owner" | "smallTeamReviewer">;

export const accessPeople = ({ people, owner, smallTeamReviewer }: Given): readonly AccessPerson[] => {
  const standIns = new Set([owner, smallTeamReviewer, ...people.flatMap(({ deputies }) => deputies)]);
  return people.map(({ id, name, kind, email, aliases, roles, for: delegator }) => ({
    id,
    name,
    kind,
    emails: [email, ...aliases].map((address) => address.toLowerCase()),
    hasPart: roles.length > 0 || standIns.has(id),
    delegator: kind === "agent" ? (delegator ?? owner) : null,
  }));
};
