import type { Instant } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import type { Io } from "./io.ts";
import { parseMoment } from "./values.ts";

/** Where the build's code comes from. `from` says how it was found out, for the person to judge. */
export type Source = {
  readonly commit: string;
  /** Absent = git does not know the commit, and nobody said. */
  readonly committedAt?: Instant;
  readonly authors: readonly string[];
  readonly from: string;
};

type Typed = {
  readonly commit: string | undefined;
  readonly committed: Instant | undefined;
  readonly author: readonly string[];
};

/**
 * What was typed, and else what git knows of the build's folder: the commit, and whoever wrote or co-wrote a commit
 * since `since`. Without such a beginning the whole history counts: too many authors only cost a signature, too few
 * would let somebody approve their own work.
 *
 * @param since  commit of an earlier release of this service; null when there is none
 * @throws AppError `USAGE` when neither says who wrote it: duties could not be kept apart
 */
export const sourceOf = async (
  io: Pick<Io, "git">,
  folder: string,
  typed: Typed,
  since: string | null,
): Promise<Source> => {
  const git = async (...args: string[]): Promise<string | null> => (await io.git(args, folder))?.trim() ?? null;
  const commit = typed.commit ?? (await git("rev-parse", "HEAD"));
  if (commit === null) throw unknown("commit", "--commit SHA");
  // When it came into the branch, and not when it was written first: a rebase keeps only that one.
  const committed = await git("show", "--no-patch", "--format=%cI", "--end-of-options", commit);
  const committedAt = typed.committed ?? parseMoment(committed ?? "");
  const of = committedAt === null ? { commit } : { commit, committedAt };
  if (typed.author.length > 0) return { ...of, authors: typed.author, from: "as given" };
  const base = since === null ? null : await git("merge-base", since, commit);
  const range = base === null ? commit : `${base}..${commit}`;
  // A commit by hand may be unknown to this repository; then nobody here can say who wrote it.
  const log = await git("log", "--format=%ae%n%(trailers:key=Co-authored-by,valueonly)", range);
  const authors = addresses(log ?? "");
  if (authors.length === 0) throw unknown("authors", "--author EMAIL for each of them");
  return {
    ...of,
    authors,
    from: base === null ? "from git, the whole history" : `from git since ${base.slice(0, 12)}`,
  };
};

/** Each address once, lower case, in the order in which they come. */
const addresses = (log: string): readonly string[] => [
  ...new Set((log.match(/[^\s<>@]+@[^\s<>@]+/g) ?? []).map((address) => address.toLowerCase())),
];

const unknown = (what: string, add: string): AppError =>
  new AppError("USAGE", {
    problem: `Nobody can say the ${what} of this build: git does not know.`,
    fix: `Add ${add}.`,
  });
