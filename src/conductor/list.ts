import { isMet } from "../domain/process/judgement.ts";
import { status } from "../domain/process/status.ts";
import { AppError } from "../errors.ts";
import type { StreamHead } from "../journal/port.ts";
import type { Deps } from "./deps.ts";
import type { Listed } from "./engine.ts";
import type { Loader } from "./load.ts";

/** Every release, newest first. One that cannot be read says so in its own line and hides no other (T41). */
export const listReleases = async (deps: Pick<Deps, "journal" | "now">, loader: Loader): Promise<readonly Listed[]> => {
  const heads = await deps.journal.list("release/");
  const listed = await Promise.all(heads.map((head) => listed_(deps, loader, head)));
  return listed.toSorted((a, b) => b.updatedAt - a.updatedAt);
};

const listed_ = async ({ now }: Pick<Deps, "now">, loader: Loader, { stream, at }: StreamHead): Promise<Listed> => {
  const id = stream.slice("release/".length);
  try {
    const { release, process } = await loader.load(id);
    const { stages, blocking } = status(process, release, now());
    const stage = stages.find(({ state }) => state === "open")?.id ?? "";
    const { service, build, phase } = release;
    const owed = phase === "open" ? blocking.filter(({ state }) => !isMet(state)).length : 0;
    return { id, service, version: build.version, phase, stage, blocking: owed, updatedAt: at, problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return {
      id,
      service: "",
      version: "",
      phase: "unreadable",
      stage: "",
      blocking: 0,
      updatedAt: at,
      problem: error.message,
    };
  }
};
