import type { Command } from "../domain/release/commands.ts";
import { refusals } from "../errors/refusals.ts";
import { AppError } from "../errors.ts";
import { againOnConflict } from "./again-on-conflict.ts";
import type { Deps } from "./deps.ts";
import { readEnvironment, writeEnvironment } from "./environment-store.ts";

export type Refusable = {
  readonly config: { readonly service: string };
  readonly environment: string;
  readonly by: Command["by"];
};

/** What is refused to somebody stands in the history of the environment, as it does in a release's (R206). */
export const recordRefusal = async <T>(
  deps: Pick<Deps, "journal" | "now">,
  { config: { service }, environment, by }: Refusable,
  act: string,
  perform: () => Promise<T>,
): Promise<T> => {
  try {
    return await perform();
  } catch (error) {
    if (!(error instanceof AppError) || !Object.hasOwn(refusals, error.code)) throw error;
    const refused = { type: "EnvironmentActRefused", at: deps.now(), act, code: error.code, by: by.id } as const;
    await againOnConflict(async () => {
      const { version } = await readEnvironment(deps, service, environment);
      await writeEnvironment(deps, service, environment, version, by, refused);
    });
    throw error;
  }
};
