import { AppError } from "../../errors.ts";
import { isRemote } from "./remote-settings.ts";

/** Of what needs the files, the journal or the programs of the server's own machine. */
export const localOnly = (act: string): AppError => new AppError("LOCAL_ONLY", { act });

/** @throws AppError `LOCAL_ONLY` where the command line speaks to a server */
export const onlyHere = (env: Readonly<Record<string, string | undefined>>, act: string): void => {
  if (isRemote(env)) throw localOnly(act);
};
