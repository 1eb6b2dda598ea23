import type { Line } from "../api/line.ts";
import { AppError } from "../errors.ts";
import { textOf } from "./text-of.ts";

const prefix = "release/";

/** The releases in a file of journal entries, one of them a line, in the order in which they begin. Hashes are not checked. */
export const entriesIn = async (
  path: string,
): Promise<readonly { readonly id: string; readonly lines: readonly Line[] }[]> => {
  const text = await textOf(path);
  if (text === null) throw new AppError("FILE_UNREADABLE", { path, problem: "there is no such file" });
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const entries = lines.map((line, i) => read(path, line, i + 1));
  const streams = [...new Set(entries.map(({ stream }) => stream))].filter((stream) => stream.startsWith(prefix));
  return streams.map((stream) => ({
    id: stream.slice(prefix.length),
    lines: entries.filter((entry) => entry.stream === stream),
  }));
};

const read = (path: string, line: string, number: number): Line => {
  try {
    const entry = JSON.parse(line) as Line;
    if (typeof entry.stream === "string" && typeof entry.type === "string" && typeof entry.at === "number")
      return entry;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new AppError("USAGE", {
    problem: `${path}:${number} is no entry of a journal.`,
    fix: "Name a file with one entry a line, such as entries.jsonl of a sealed record.",
  });
};
