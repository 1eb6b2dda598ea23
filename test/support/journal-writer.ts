/**
 * A process that appends to one stream: `node journal-writer.ts <place> <stream> <appends> <bytes>`. Each append has
 * one to five entries of about `bytes`. It prints one line per acknowledgement, `<first version> <last version>`, and
 * when an append fails for another reason than a conflict, the error's code, and ends.
 */
import { writeSync } from "node:fs";
import { AppError } from "../../src/errors.ts";
import { openPostgresJournal } from "../../src/journal/postgres.ts";
import { openSqliteJournal } from "../../src/journal/sqlite.ts";
import { happening } from "./entries.ts";

const [place = "", stream = "", appends = "0", bytes = "0"] = process.argv.slice(2);
const { journal, close } = place.startsWith("postgresql:")
  ? await openPostgresJournal(place)
  : openSqliteJournal(place);

// Synchronous, so that a line that was read belongs to an append that was acknowledged, and none is held back.
const say = (line: string) => writeSync(1, `${line}\n`);

const append = async (size: number): Promise<void> => {
  const expected = (await journal.list(stream)).find((head) => head.stream === stream)?.version ?? 0;
  const entries = Array.from({ length: size }, (_, i) => {
    const data = { by: process.pid, of: size, i, text: "x".repeat(Number(bytes)) };
    return happening(expected + i + 1, data);
  });
  await journal.append(stream, expected, entries);
  say(`${expected + 1} ${expected + size}`);
};

const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : String(error));

for (let done = 0; done < Number(appends); ) {
  try {
    await append((done % 5) + 1);
    done++;
  } catch (error) {
    if (codeOf(error) === "JOURNAL_CONFLICT") continue;
    say(codeOf(error));
    break;
  }
}
await close();
