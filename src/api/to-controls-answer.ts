import { controlMap } from "../domain/process/control-map.ts";
import type { ControlsAnswer } from "./controls-answer.ts";
import type { Known } from "./known.ts";
import { unknownName } from "./unknown-name.ts";

/** @param only  ids of frameworks; none = all that the release keeps. @throws AppError `USAGE` for one that it does not */
export const toControlsAnswer = ({ process, release, view }: Known, only: readonly string[]): ControlsAnswer => {
  const all = process.controls?.frameworks ?? [];
  const names = all.map(({ id }) => id);
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw unknownName(`This release has no framework ${unknown}.`, unknown, names, "frameworks");
  const frameworks = all.filter(({ id }) => only.length === 0 || only.includes(id));
  return {
    release: release.id,
    build: release.build.digest,
    frameworks,
    controls: controlMap(process, release, view).filter((one) => frameworks.some(({ id }) => id === one.framework)),
  };
};
