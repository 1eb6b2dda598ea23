import type { Release } from "../release/release.ts";
import type { Failure } from "./failure.ts";

/** What leads out of a failed attempt, as a command that can be typed. */
export const nextStep = ({ id }: Pick<Release, "id">, { diagnosis }: Failure, who = "<person>"): string => {
  if (diagnosis === null) return `headgate diagnose ${id} --cause TEXT --fault build|environment|test --as ${who}`;
  return diagnosis.fault === "build"
    ? `headgate rebuild ${id} --build DIR --reason TEXT --cause TEXT --link URL --as ${who}`
    : `headgate retry ${id} --reason TEXT --as ${who}`;
};
