import { AppError } from "../errors.ts";

/**
 * The header that lets Headgate in, out of the variable that the configuration names (`$NAME`); none for null. What
 * the variable holds goes nowhere else.
 *
 * @throws AppError `PROBE_FAILED` when the variable is not set
 */
export const authorizationHeader = (who: string, variable: string | null): Readonly<Record<string, string>> => {
  if (variable === null) return {};
  const authorization = process.env[variable.slice(1)];
  if (authorization !== undefined && authorization !== "") return { authorization };
  const fix = "Set it where headgate runs, to the whole header.";
  throw new AppError("PROBE_FAILED", { probe: who, problem: `the variable ${variable} is not set`, fix });
};
