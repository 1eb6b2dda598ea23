import type { EnvironmentState } from "../domain/environment.ts";
import { AppError } from "../errors.ts";
import type { Deps } from "./deps.ts";
import { readEnvironment } from "./environment-store.ts";

/** An environment by its history alone; `problem` when that cannot be read (T41). */
export type ListedEnvironment = {
  readonly service: string;
  readonly name: string;
  readonly state: EnvironmentState | null;
  readonly problem: string | null;
};

const prefix = "environment/";

/** Every environment that has a history. Looks at nothing else, so that it is quick. */
export const listEnvironments = async (deps: Pick<Deps, "journal">): Promise<readonly ListedEnvironment[]> =>
  Promise.all((await deps.journal.list(prefix)).map(({ stream }) => listed(deps, stream)));

const listed = async (deps: Pick<Deps, "journal">, stream: string): Promise<ListedEnvironment> => {
  const [service = "", name = ""] = stream.slice(prefix.length).split("/");
  try {
    return { service, name, state: await readEnvironment(deps, service, name), problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { service, name, state: null, problem: error.message };
  }
};
