import { AppError } from "../../errors.ts";
import { actingOn, settle } from "../acting.ts";
import { argument, command, flag, option } from "../command.ts";
import { as, release } from "../options.ts";
import { anyText, orElse, word } from "../reader.ts";

export const note = command({
  name: "note",
  summary: "Write a note, a decision or a message into the log of a release, with the time and your name",
  args: { release, text: argument(word, "what there is to know, in quotes") },
  options: {
    decision: flag("it is a decision: only people take one"),
    message: flag("it goes to those who wait for news, by whoever conducts the release"),
    about: option(orElse(anyText, ""), "ID", "a trigger, an issue or a requirement that it is about"),
    as,
  },
  examples: [
    ['note shop-1.1.0 "p95 rose to 180 ms at 25 %, looking" --about trigger-1 --as bo', "stands in the log at once"],
    ['note shop-1.1.0 --decision "we go on: the spike was the nightly job" --as ada', "a decision, by name"],
    ['note shop-1.1.0 --message "orders may take a minute" --as di', "stakeholders get it by their channel"],
  ],
  async run({ release: id, text, decision, message, about, as }, context) {
    if (decision && message)
      throw new AppError("USAGE", {
        problem: "--decision and --message are both there.",
        fix: "Write it twice: what was decided, and what those outside shall hear of it.",
      });
    const { engine, by } = await actingOn(context, id, as);
    const kind = decision ? "decision" : message ? "message" : "note";
    settle(context, await engine.command(id, by, { type: "TakeNote", kind, text, about }));
    return 0;
  },
});
