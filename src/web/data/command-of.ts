import type { CommandRoute } from "../../api/routes/command-routes.ts";

/** The route of one command. */
export const commandOf = (routes: readonly CommandRoute[], command: CommandRoute["command"]): CommandRoute => {
  const found = routes.find((one) => one.command === command);
  if (found === undefined) throw new RangeError(`no route for ${command}`);
  return found;
};
