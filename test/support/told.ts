import type { Notice } from "../../src/domain/notice/notice.ts";
import { missedNotices, pendingNotices } from "../../src/domain/notice/pending.ts";
import { wordsFor } from "../../src/domain/notice/words.ts";
import type { Rollout } from "../../src/domain/rollout/rollout.ts";
import type { Instant } from "../../src/domain/units.ts";
import { fill } from "../../src/errors.ts";
import { acted, type Case } from "./case.ts";
import { rolloutOf, turn } from "./obey.ts";

export type Sent = {
  readonly notice: string;
  readonly occurrence: string;
  readonly to: string;
  readonly subject: string;
  readonly body: string;
  readonly at: Instant;
};

/** A release, and everything that anybody was told of it. */
export type Telling = { readonly now: Case; readonly sent: readonly Sent[] };

/** Everybody who has to hear of something now hears it, or cannot be reached; what is past is said to be so. */
export const told = ({ now, sent }: Telling, reached: (to: string) => boolean = () => true): Telling => {
  const due = pendingNotices(now.process, now.release, now.at).filter(({ isDue }) => isDue);
  const after = due.reduce((all, one) => tellOne(all, one, reached(one.to)), { now, sent });
  const isMissed = missedNotices(after.now.process, after.now.release, after.now.at).length > 0;
  return isMissed ? { ...after, now: acted(after.now, "headgate", { type: "SkipNotices" }) } : after;
};

type One = ReturnType<typeof pendingNotices>[number];

const tellOne = ({ now, sent }: Telling, { notice, occurrence, to }: One, reached: boolean): Telling => {
  const about = { notice: notice.id, occurrence: occurrence.key, to };
  const result = reached ? ("delivered" as const) : ("failed" as const);
  const after = acted(now, "headgate", {
    type: "RecordNotice",
    ...about,
    result,
    detail: reached ? "250 OK" : "no server",
  });
  return { now: after, sent: reached ? [...sent, { ...about, ...texts(notice, now, occurrence), at: now.at }] : sent };
};

const texts = ({ subject, body }: Notice, { release }: Case, occurrence: One["occurrence"]) => {
  const words = wordsFor(release, occurrence);
  return { subject: fill(subject, words), body: fill(body, words) };
};

/** Turns of a perfect conductor that also tells people, until it holds of the last rollout. */
export const toldUntil = (from: Telling, until: (rollout: Rollout, at: Instant) => boolean): Telling => {
  let all = told(from);
  for (let turns = 0; turns < 500; turns++) {
    if (until(rolloutOf(all.now), all.now.at)) return all;
    all = told({ ...all, now: turn(all.now) });
  }
  throw new Error(`after 500 turns: ${JSON.stringify(rolloutOf(all.now))}`);
};

/** What this one heard, in order, by notice. */
export const heardBy = ({ sent }: Telling, to: string): readonly string[] =>
  sent.filter((one) => one.to === to).map(({ notice }) => notice);
