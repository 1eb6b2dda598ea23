import { type CommandRoute, commandRoutes } from "../../api/routes/command-routes.ts";
import type { ProofGiven } from "../../api/routes/proof.ts";
import { toActAnswer } from "../../api/to-act-answer.ts";
import type { WithoutStamp } from "../../conductor/engine.ts";
import type { Handled } from "../../conductor/handle.ts";
import type { Actor } from "../../domain/release/commands.ts";
import { actorOf, type Call } from "../call.ts";
import type { House } from "../house.ts";
import { type Served, serve } from "../register.ts";

type Needed = Pick<House, "engine" | "gate" | "project">;

/** Every command on a release: whoever signs proves once more who they are, and the core decides. */
export const commandHandlers = (house: Needed): readonly Served[] =>
  commandRoutes.map((route) =>
    serve(route, async (call: Call<CommandRoute>) => {
      const { proof: given, ...body } = call.body;
      const by = await signerOf(house, route, call, given as ProofGiven | undefined);
      return toActAnswer(await perform(house, route.command, call.params.release, by, body));
    }),
  );

/** An agent is asked for nothing: the core refuses it, and that stands in the history. */
const signerOf = async (
  { gate }: Needed,
  { signs }: CommandRoute,
  call: Call<CommandRoute>,
  given: ProofGiven | undefined,
): Promise<Actor> => {
  const { who } = call;
  if (!signs || who === null || who.person.kind === "agent") return actorOf(call);
  return actorOf(call, await gate.reauthenticate(who, given));
};

/** Two of them need more than is sent: what the files say now, and who is on call. */
const perform = async (
  { engine, project }: Needed,
  command: CommandRoute["command"],
  release: string,
  by: Actor,
  body: Readonly<Record<string, unknown>>,
): Promise<Handled> => {
  const { requirement, post } = body as Readonly<Record<string, string>>;
  if (command === "StartRollout") return engine.start(release, requirement ?? "", by, await project());
  if (command === "ConfirmPresence") return engine.confirmPresence(release, requirement ?? "", post ?? "", by);
  // The body was checked against the schema that the types tie to this very command.
  return engine.command(release, by, { ...body, type: command } as unknown as WithoutStamp);
};
