import { occurrencesOf } from "../domain/notice/occurrences.ts";
import { wordsFor } from "../domain/notice/words.ts";
import type { Effect } from "../domain/release/effects.ts";
import { fill } from "../errors.ts";
import type { Deps } from "./deps.ts";
import type { WithoutStamp } from "./engine.ts";
import type { Loaded } from "./load.ts";

type Notify = Extract<Effect, { kind: "notify" }>;

/** Tells one recipient. The key says which happening it is, so that nobody is told of it twice, whoever conducts. */
export const notify = async (
  deps: Deps,
  { release, process, config }: Loaded,
  { notice: id, occurrence: key, to }: Notify,
  signal: AbortSignal,
): Promise<WithoutStamp> => {
  const notice = process.notices?.find((one) => one.id === id);
  const found =
    notice === undefined ? [] : occurrencesOf(process, notice, release, deps.now()).filter((one) => one.key === key);
  // It was of the release as it stood a moment ago, and is not any more: what was not said is looked at on the next turn.
  if (notice === undefined || found[0] === undefined) return { type: "SkipNotices" };
  const words = wordsFor(release, found[0]);
  const { channel, address } = wayTo({ release, config }, notice.audience, to);
  const { delivered, detail } = await deps.world.channel(config, channel).deliver(
    {
      key: `${release.id}/notice/${id}/${key}/${to}`,
      to: address,
      subject: fill(notice.subject, words),
      body: fill(notice.body, words),
    },
    signal,
  );
  const result = delivered ? "delivered" : "refused";
  return { type: "RecordNotice", notice: id, occurrence: key, to, result, detail };
};

/** By the channel of the audience that holds this address; a person at their own, by the channel for what is overdue. */
const wayTo = (
  { release, config }: Pick<Loaded, "release" | "config">,
  audience: string | undefined,
  to: string,
): { readonly channel: string; readonly address: string } => {
  const own = audience === undefined ? [] : [config.audiences[audience]];
  const there = [...own, ...Object.values(config.audiences)].find((one) => one?.to.includes(to));
  if (there !== undefined) return { channel: there.channel, address: to };
  const channel = config.escalationChannel ?? Object.keys(config.channels)[0] ?? "";
  return { channel, address: release.plan.people.find(({ id }) => id === to)?.emails[0] ?? to };
};
