import { type Problem, showProblem } from "../config/read-document.ts";
import { AppError } from "../errors.ts";

/** Every problem of the files of a folder, as one error. */
export const configInvalid = (problems: readonly Problem[]): AppError => {
  const files = [...new Set(problems.map(({ file }) => file))].join(" and ");
  return new AppError("CONFIG_INVALID", {
    file: files,
    count: problems.length,
    problems: problems.map((problem) => `  ${showProblem(problem)}`).join("\n"),
  });
};
