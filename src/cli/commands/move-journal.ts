import type { MoveAnswer } from "../../api/move-answer.ts";
import { command } from "../command.ts";
import { onlyHere } from "../remote/local-only.ts";

export const moveJournal = command({
  name: "move-journal",
  summary: "Move the journal of this folder into PostgreSQL",
  args: {},
  options: {},
  examples: [["move-journal", "to where HEADGATE_DATABASE_URL or database: says; run it again if it was interrupted"]],
  async run(_, { io, home, answer }) {
    onlyHere(io.env, "Moving a journal");
    const moved = await io.moveJournal(await home());
    answer(moved, () => movedText(moved, io.env.HEADGATE_DATABASE_URL));
    return 0;
  },
});

const movedText = ({ to, streams, entries, there, blobs, kept }: MoveAnswer, variable: string | undefined): string =>
  [
    `Moved ${count(entries, "entry", "entries")} to PostgreSQL at ${to}; ${there} were there already.`,
    `It has ${count(streams, "history", "histories")} of this folder now, with ${count(blobs, "file", "files")}: every hash was computed again and fits.`,
    ...(kept === 0 ? [] : [`${count(kept, "item", "items")} of accounts, sessions and tokens went with it.`]),
    "The journal in .headgate takes no more entries: keep it as a backup.",
    variable
      ? "From now on set HEADGATE_DATABASE_URL wherever headgate runs."
      : "From now on it is used, as database: in headgate.yaml says.",
  ].join("\n");

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
