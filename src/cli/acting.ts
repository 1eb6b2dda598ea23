import { toActAnswer } from "../api/to-act-answer.ts";
import type { Handled } from "../conductor/handle.ts";
import type { Actor } from "../domain/release/commands.ts";
import { AppError } from "../errors.ts";
import type { Context } from "./context.ts";

type Known = readonly { readonly id: string; readonly kind: "human" | "agent" }[];

/**
 * Who acts: on a server whoever the token is of, whatever is typed. At home somebody whom nobody knows is let through as
 * a person: the refusal then stands in the history.
 * @throws AppError `NOT_YOURSELF`, `USAGE`
 */
export const actor = async ({ io, person }: Context, as: string | undefined, people: Known): Promise<Actor> => {
  const known = await person();
  if (known !== null) {
    if (as !== undefined && as !== known.id) throw new AppError("NOT_YOURSELF", { person: known.id, as });
    return { kind: known.kind, id: known.id };
  }
  const id = as ?? io.env.HEADGATE_USER;
  if (id === undefined || id === "")
    throw new AppError("USAGE", {
      problem: "Nobody is named who does this.",
      fix: "Add --as ID, or set HEADGATE_USER.",
    });
  return { kind: people.find((one) => one.id === id)?.kind ?? "human", id };
};

/** A release as it stands now, and who acts on it. */
export const actingOn = async (context: Context, id: string, as: string | undefined) => {
  const engine = await context.engine();
  const { release, process } = await engine.load(id);
  return { engine, release, process, by: await actor(context, as, release.plan.people) };
};

/** Prints what a command brought about. @throws AppError with the code of the refusal */
export const settle = (context: Context, handled: Handled): void => {
  const answer = toActAnswer(handled);
  const { events, note } = answer;
  context.answer(answer, () => [...events.map(({ says }) => says), ...(note === null ? [] : [note])].join("\n"));
};

/** For a command that goes on after this: under `--json` it prints one answer, and at its end. */
export const settleFirst = (context: Context, handled: Handled): void =>
  settle(context.json ? { ...context, answer: () => undefined } : context, handled);

/** Asks y/N. Where nobody can answer, `--yes` has to be there already. @throws AppError `NOT_CONFIRMED`, `USAGE` */
export const confirm = async ({ io }: Context, yes: boolean, question: string, act: string): Promise<void> => {
  if (yes) return;
  if (!io.terminal)
    throw new AppError("USAGE", {
      problem: `${act} has to be confirmed, and nobody can answer here.`,
      fix: "Look first (headgate show RELEASE REQUIREMENT), then add --yes.",
    });
  const answer = await io.ask(`${question} [y/N] `);
  if (!/^y(es)?$/i.test(answer.trim())) throw new AppError("NOT_CONFIRMED", { act });
};
