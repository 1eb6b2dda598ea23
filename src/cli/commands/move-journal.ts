import type { MoveAnswer } from "../../api/move-answer.ts";
import { command } from "../command.ts";

export const moveJournal = command({
  name: "move-journal",
  summary: "Move the journal of this folder into PostgreSQL",
  args: {},
  options: {},
  examples: [["move-journal", "into the database of HEADGATE_DATABASE_URL; run it again if it was interrupted"]],
  async run(_, { io, home, answer }) {
    const moved = await io.moveJournal(await home());
    answer(moved, () => movedText(moved));
    return 0;
  },
});

const movedText = ({ to, streams, entries, there, blobs }: MoveAnswer): string =>
  [
    `Moved ${count(entries, "entry", "entries")} to PostgreSQL at ${to}; ${there} were there already.`,
    `It has ${count(streams, "history", "histories")} of this folder now, with ${count(blobs, "file", "files")}: every hash was computed again and fits.`,
    "The journal in .headgate takes no more entries: keep it as a backup.",
    "From now on set HEADGATE_DATABASE_URL wherever headgate runs.",
  ].join("\n");

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
