import type { Config } from "../config/config.ts";
import type { Command } from "../domain/release/commands.ts";
import { rolesOf } from "../domain/release/stand-in.ts";
import { AppError } from "../errors.ts";

/** Who acts when nobody does: the conductor. */
export const system = { kind: "system", id: "headgate" } as const;

/** What runs in an environment is changed by a person who has a role there, never by an agent or by nobody. */
export const requireOperator = ({ people }: Config, by: Command["by"], act: string): void => {
  const person = people.find(({ id }) => id === by.id);
  if (person === undefined) throw new AppError("UNKNOWN_PERSON", { person: by.id });
  if (person.kind === "agent") throw new AppError("AGENT_FORBIDDEN", { person: by.id, act });
  if (rolesOf(people, by.id).length === 0) throw new AppError("ROLE_MISSING", { person: by.id, role: "any", act });
};
