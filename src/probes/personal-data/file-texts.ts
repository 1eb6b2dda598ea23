import { createReadStream, globSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../errors.ts";
import type { Sampled } from "./staging-data.ts";

/** Bytes of each file that are looked at. */
const largest = 64 * 1_024 ** 2;

/** Lines of every file that fits the pattern. @throws AppError `PROBE_FAILED` when none does: no data is never a pass */
export async function* fileTexts(home: string, pattern: string): AsyncGenerator<Sampled> {
  const files = globSync(pattern, { cwd: home }).toSorted();
  if (files.length === 0)
    throw new AppError("PROBE_FAILED", {
      probe: "data of staging",
      problem: `no file fits ${pattern}`,
      fix: "Mend staging-data: files: in headgate.yaml.",
    });
  for (const file of files) yield* piecesOf(join(home, file), file);
}

/** A line that is longer than a piece is cut at its last gap, so that no single line fills the memory. */
async function* piecesOf(path: string, place: string): AsyncGenerator<Sampled> {
  let rest = "";
  try {
    for await (const chunk of createReadStream(path, { encoding: "utf8", highWaterMark: 256 * 1_024, end: largest })) {
      const text: string = rest + chunk;
      const end = Math.max(text.lastIndexOf("\n"), text.length > 1_024 ** 2 ? text.lastIndexOf(" ") : -1) + 1;
      for (const line of text.slice(0, end).split("\n")) if (line !== "") yield { place, text: line };
      rest = text.slice(end).slice(-(1_024 ** 2));
    }
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new AppError("FILE_UNREADABLE", { path: place, problem }, { cause });
  }
  if (rest !== "") yield { place, text: rest };
}
