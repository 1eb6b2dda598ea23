import type { Person } from "../config/config.ts";
import type { Actor } from "../domain/release/commands.ts";
import { AppError } from "../errors.ts";
import type { Context } from "./context.ts";

/**
 * Who looks after accounts on the server's own machine. The first invitation is written before anybody can be named,
 * so that nobody has to be; an agent never does it (R206).
 *
 * @throws AppError `ACCOUNT_UNKNOWN`, `NOT_PERMITTED`
 */
export const accountActor = ({ io }: Context, as: string | undefined, people: readonly Person[]): Actor => {
  const id = as ?? io.env.HEADGATE_USER ?? "";
  if (id === "") return { kind: "system", id: "command line" };
  const person = people.find((one) => one.id === id);
  if (person === undefined) throw new AppError("ACCOUNT_UNKNOWN", { account: id });
  if (person.kind === "agent") throw new AppError("NOT_PERMITTED", { person: id, permission: "administer" });
  return { kind: "human", id };
};
