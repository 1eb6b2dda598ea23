import type { Io } from "./io.ts";

/** Files that are not the same in two commits, from the top of the repository; null when git cannot tell. */
export const changedFiles = async (
  { git }: Pick<Io, "git">,
  folder: string,
  from: string,
  to: string,
): Promise<readonly string[] | null> => {
  if (from === "" || to === "") return null;
  const listed = await git(["diff", "--name-only", "--no-renames", "-z", "--end-of-options", from, to], folder);
  return listed === null ? null : listed.split("\0").filter((name) => name !== "");
};
