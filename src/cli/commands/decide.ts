import { nextInTree, type Situation } from "../../domain/incident/decision-tree.ts";
import { situationOf } from "../../domain/incident/situation-of.ts";
import type { ReleaseEvent } from "../../domain/release/events.ts";
import { AppError } from "../../errors.ts";
import { actingOn, settle } from "../acting.ts";
import { argument, command, option, options } from "../command.ts";
import type { Context } from "../context.ts";
import { as, release } from "../options.ts";
import { anyText, orElse, word } from "../reader.ts";

export const decide = command({
  name: "decide",
  summary: "Decide about a trigger, led by questions: roll back, fix in place, or watch",
  args: { release, trigger: argument(word, "id of the trigger, such as trigger-1") },
  options: {
    answer: options("QUESTION=ANSWER", "an answer, where nobody can be asked; may be repeated"),
    reason: option(orElse(anyText, ""), "TEXT", "why; it stands in the history"),
    as,
  },
  examples: [
    ["decide shop-1.1.0 trigger-1 --as ada", "asks, and says what each answer leads to"],
    ['decide shop-1.1.0 trigger-1 --answer critical=yes --reason "orders are lost" --as ada', "without questions"],
  ],
  async run({ release: id, trigger, answer, reason, as }, context) {
    const { engine, release, process, by } = await actingOn(context, id, as);
    const found = release.triggers.find((one) => one.id === trigger);
    const given = Object.fromEntries(answer.map(pair));
    const answers = found === undefined ? given : await asked(context, situationOf(process, release, found), given);
    const why = reason === "" && context.io.terminal ? await context.io.ask("Why? ") : reason;
    const handled = await engine.command(id, by, { type: "DecideTrigger", trigger, answers, reason: why });
    settle(context, handled);
    const next = handled.ok ? nextStep(id, handled.events) : null;
    if (next !== null) context.say(next);
    return 0;
  },
});

const pair = (text: string): readonly [string, string] => {
  const at = text.indexOf("=");
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new AppError("USAGE", { problem: `--answer ${text} is no answer.`, fix: "Write QUESTION=ANSWER." });
};

type Answers = Readonly<Record<string, string>>;

/** What is open is asked for where somebody sits; elsewhere the refusal says what is missing. */
const asked = async (context: Context, situation: Situation, given: Answers): Promise<Answers> => {
  const step = nextInTree(situation, given);
  if (step.kind === "outcome" || !context.io.terminal) return given;
  const { id, asks, options: choices } = step.question;
  context.say([asks, ...choices.map(({ answer, leadsTo }) => `  ${answer}: ${leadsTo}`)].join("\n"));
  const answer = (await context.io.ask(`${choices.map((one) => one.answer).join(" / ")}? `)).trim();
  // Anything else than one of the answers is asked again; nothing at all is the end of the input.
  return answer === "" ? given : asked(context, situation, { ...given, [id]: answer });
};

/** By what was decided; nothing where it was settled before. */
const nextStep = (id: string, events: readonly ReleaseEvent[]): string | null => {
  const decided = events.find((event) => event.type === "TriggerDecided");
  if (decided === undefined) return null;
  const { trigger, choice, answers } = decided;
  switch (choice) {
    case "watch":
      return `When it is over: headgate trigger settle ${id} ${trigger} --reason TEXT --as <person>`;
    case "fix-in-place":
      return `When the change is made: headgate fix ${id} ${trigger} ${answers["quick-fix"]} --as <person>`;
    case "roll-back":
      return events.some(({ type }) => type === "RollbackStarted")
        ? `Whoever conducts it brings it back: headgate run ${id}`
        : null;
  }
};
