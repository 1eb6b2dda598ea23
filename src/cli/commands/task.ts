import { toTasksAnswer } from "../../api/to-tasks-answer.ts";
import { actor, settle } from "../acting.ts";
import { argument, command, option } from "../command.ts";
import { as, release } from "../options.ts";
import { anyText, optional, orElse } from "../reader.ts";
import { columns } from "../text/columns.ts";

export const task = command({
  name: "task",
  summary: "Close a task that somebody promised, or list the open ones",
  args: { release, task: argument(optional(anyText), "id of the task; without one, the list") },
  options: { note: option(orElse(anyText, ""), "TEXT", "how it was done"), as },
  examples: [
    ["task shop-1.1.0", "the tasks, open and closed"],
    ['task shop-1.1.0 entry.uat-1 --note "texts corrected in 1.1.0" --as ben', "close one"],
  ],
  async run({ release: id, task, note, as }, context) {
    const engine = await context.engine();
    const { release } = await engine.load(id);
    if (task === undefined) {
      context.answer(toTasksAnswer(release), () =>
        release.tasks.length === 0
          ? "There are no tasks."
          : columns(
              release.tasks.map((one) => [
                one.id,
                one.closedBy === null ? "open" : `closed by ${one.closedBy}`,
                one.text,
              ]),
            ).join("\n"),
      );
      return 0;
    }
    const by = await actor(context, as, release.plan.people);
    settle(context, await engine.command(id, by, { type: "CloseTask", task, note }));
    return 0;
  },
});
