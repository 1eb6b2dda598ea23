import type { Handled } from "../../conductor/handle.ts";
import type { RolloutRequirement } from "../../domain/process/process.ts";
import { postsOf } from "../../domain/room/decide-room.ts";
import { AppError, catalogue, fill } from "../../errors.ts";
import { actingOn, settle } from "../acting.ts";
import { argument, command, option } from "../command.ts";
import { as, release } from "../options.ts";
import { optional, word } from "../reader.ts";

export const confirm = command({
  name: "confirm",
  summary: "Say that you are there for a rollout that is about to begin",
  args: { release, post: argument(optional(word), "one post; without it, every one that is yours") },
  options: { for: option(optional(word), "REQUIREMENT", "the rollout (else the last one of the process)"), as },
  examples: [
    ["confirm shop-1.1.0 --as bo", "there for every post of bo's, as its holder or its named deputy"],
    ["confirm shop-1.1.0 responder --as bo", "for one post alone; who responds has to be on call"],
  ],
  async run({ release: id, post, for: wanted, as }, context) {
    const { engine, release, process, by } = await actingOn(context, id, as);
    const rollout = process.requirements.findLast(
      (one): one is RolloutRequirement => one.kind === "rollout" && (wanted === undefined || one.id === wanted),
    );
    if (rollout === undefined) throw new AppError("UNKNOWN_REQUIREMENT", { requirement: wanted ?? "of a rollout" });
    const posts = post === undefined ? postsOf(release, rollout.posts ?? [], by).map((one) => one.id) : [post];
    if (posts.length === 0)
      throw new AppError("ROLE_MISSING", {
        person: by.id,
        role: rolesAsked(rollout),
        act: `being there for ${rollout.id}`,
      });
    const said: Handled[] = [];
    for (const one of posts) said.push(await engine.confirmPresence(id, rollout.id, one, by));
    settle(context, together(said));
    return 0;
  },
});

const rolesAsked = ({ posts = [] }: RolloutRequirement): string =>
  [...new Set(posts.map(({ role }) => role))].join(" or ") || "none is asked for";

/** Who is there for one post and may not be for another is there for the one; alone a refusal is told as one. */
const together = (all: readonly Handled[]): Handled => {
  const accepted = all.filter((one) => one.ok);
  const refused = all.filter((one) => !one.ok);
  if (accepted.length === 0 && refused[0] !== undefined) return refused[0];
  const notes = [
    ...accepted.flatMap(({ note }) => note ?? []),
    ...refused.map(({ refusal: { code, detail } }) => `not for every post: ${fill(catalogue[code].message, detail)}`),
  ];
  return {
    ok: true,
    events: accepted.flatMap(({ events }) => events),
    note: notes.length === 0 ? null : notes.join("\n"),
  };
};
