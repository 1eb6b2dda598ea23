import { toRoomAnswer } from "../../api/to-room-answer.ts";
import { command } from "../command.ts";
import { layoutOf } from "../layout.ts";
import { release } from "../options.ts";
import { roomText } from "../text/room-text.ts";

export const room = command({
  name: "room",
  summary: "Show the war room: who is there, what happened and was noted, and each duty done or not",
  args: { release },
  options: {},
  examples: [
    ["room shop-1.1.0", "presence, timeline of production, duties, and how exciting it was"],
    ["room shop-1.1.0 --json | jq '.timeline[-1]'", "the last line, with its number and hash in the journal"],
  ],
  async run({ release: id }, context) {
    const engine = await context.engine();
    const answer = toRoomAnswer(await engine.load(id), await engine.history(id), engine.now());
    context.answer(answer, () => roomText(answer, layoutOf(context.io)).join("\n"));
    return 0;
  },
});
