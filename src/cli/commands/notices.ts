import { toNoticesAnswer } from "../../api/to-notices-answer.ts";
import { command } from "../command.ts";
import { layoutOf } from "../layout.ts";
import { release } from "../options.ts";
import { noticesText } from "../text/notices-text.ts";

export const notices = command({
  name: "notices",
  summary: "List who was told what and when, and who could not be reached",
  args: { release },
  options: {},
  examples: [
    ["notices shop-1.1.0", "messages and notices in the order of time; at the end what waits or was given up"],
    ["notices shop-1.1.0 --json | jq '.told[] | select(.state == \"given up\")'", "who could not be reached"],
  ],
  async run({ release: id }, context) {
    const engine = await context.engine();
    const { release, process } = await engine.load(id);
    const found = toNoticesAnswer(process, release, engine.now());
    context.answer(found, () => noticesText(found, layoutOf(context.io)));
    return 0;
  },
});
