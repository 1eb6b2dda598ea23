import { resolve } from "node:path";
import type { Line } from "../../api/line.ts";
import { toHistoryAnswer } from "../../api/to-history-answer.ts";
import { toStoriesAnswer } from "../../api/to-stories-answer.ts";
import { storyText } from "../../documents/story.ts";
import { AppError } from "../../errors.ts";
import { argument, command, flag, option } from "../command.ts";
import type { Context } from "../context.ts";
import { entriesIn } from "../entries-in.ts";
import { optional, word } from "../reader.ts";
import { historyLines } from "../text/history-text.ts";

type Given = {
  readonly release?: string | undefined;
  readonly service?: string | undefined;
  readonly file?: string | undefined;
};

export const history = command({
  name: "history",
  summary: "Print everything that happened, with time and person",
  args: { release: argument(optional(word), "id of the release, such as shop-1.1.0; --service and --file need none") },
  options: {
    story: flag("tell it in chapters: what repeats once, waits with how they ended"),
    service: option(optional(word), "NAME", "all releases of this service, one after the other"),
    file: option(optional(word), "FILE", "read entries from a file, such as a sealed record's entries.jsonl"),
  },
  examples: [
    ["history shop-1.1.0", "one line for each event, refusals included; times are UTC"],
    ["history shop-1.1.0 --story", "chapters: what was prepared, rolled out, rolled back and waited for"],
    ["history --service shop --story", "every release of the service as one story"],
    ["history shop-1.1.0 --json | jq '.entries[-1]'", "the last entry, with its hash"],
  ],
  async run({ story, ...given }, context) {
    const found = await linesOf(given, context);
    if (story) {
      const answer = toStoriesAnswer(found.map(({ lines }) => lines));
      context.answer(answer, () => answer.stories.map(storyText).join("\n\n\n"));
    } else {
      const answers = found.map(({ id, lines }) => toHistoryAnswer(id, lines));
      const isOne = given.release !== undefined && answers.length === 1;
      context.answer(isOne ? answers[0] : { releases: answers }, () =>
        found.flatMap(({ lines }) => historyLines(lines)).join("\n"),
      );
    }
    return 0;
  },
});

type Found = { readonly id: string; readonly lines: readonly Line[] };

const linesOf = async ({ release, service, file }: Given, context: Context): Promise<readonly Found[]> => {
  if (file !== undefined)
    return (await entriesIn(resolve(context.folder, file))).filter(
      ({ id, lines }) => (release ?? id) === id && (service ?? serviceOf(lines)) === serviceOf(lines),
    );
  const engine = await context.engine();
  if (release !== undefined) return [{ id: release, lines: await engine.history(release) }];
  if (service === undefined)
    throw new AppError("USAGE", {
      problem: "RELEASE is missing.",
      fix: "Usage: headgate history RELEASE, or --service NAME.",
    });
  const listed = (await engine.list()).filter((one) => one.service === service);
  const all = await Promise.all(listed.map(async ({ id }) => ({ id, lines: await engine.history(id) })));
  return all.toSorted((a, b) => (a.lines[0]?.at ?? 0) - (b.lines[0]?.at ?? 0));
};

const serviceOf = ([first]: readonly Line[]): string =>
  (first?.data as { service?: string } | undefined)?.service ?? "";
