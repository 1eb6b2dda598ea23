import type { Config } from "../config/config.ts";
import type { Process } from "../domain/process/process.ts";
import type { Command } from "../domain/release/commands.ts";
import { rightTo } from "../domain/release/stand-in.ts";
import { AppError } from "../errors.ts";
import { requireOperator } from "./operator.ts";

/** Overrules what protects an environment: only a person who answers for a rollout into it, never an agent. */
export const requireOwner = (
  {
    config,
    process,
    environment,
    by,
  }: {
    readonly config: Config;
    readonly process: Process;
    readonly environment: string;
    readonly by: Command["by"];
  },
  act: string,
): void => {
  requireOperator(config, by, act);
  const owners = process.requirements.flatMap((one) =>
    one.kind === "rollout" && one.environment === environment ? [one.owner] : [],
  );
  if (rightTo(config.people, by.id, owners) === null)
    throw new AppError("ROLE_MISSING", { person: by.id, role: [...new Set(owners)].join(" or "), act });
};
