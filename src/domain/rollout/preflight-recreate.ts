import { type Millis, millis, plus } from "../units.ts";
import { utcMinute } from "../utc.ts";
import type { Notice, Preflight, PreflightFacts } from "./preflight-facts.ts";
import { inWords } from "./preflight-words.ts";
import type { Recreate } from "./strategy.ts";

/** R31: a booked window, people told, and a restore whose measured time leaves a point of no return inside the window. */
export const preflightRecreate = (facts: PreflightFacts, recipe: Recreate): readonly Preflight[] => [
  ...window(facts),
  ...(facts.window === null ? [] : restore(facts.window, facts.restore, recipe)),
  ...facts.notices.map(notice),
];

type Window = NonNullable<PreflightFacts["window"]>;

const window = ({ window }: PreflightFacts): readonly Preflight[] => {
  if (window === null)
    return [
      problem("window", "no window is booked: strategy: recreate: { window: 2h } in headgate.yaml, and open anew"),
    ];
  if (window.begins === null)
    return [problem("window", "production is not dated, so the window is not booked: headgate reschedule")];
  return [note("window", `${utcMinute(window.begins)} to ${utcMinute(plus(window.begins, window.length))}`)];
};

const restore = ({ begins, length }: Window, restore: Millis | null, { downtime }: Recreate): readonly Preflight[] => {
  if (restore === null)
    return downtime > length
      ? [problem("window", `the announced downtime of ${inWords(downtime)} does not fit into ${inWords(length)}`)]
      : [note("way back", "the drill in staging times the restore; the point of no return follows from it")];
  const took = `the restore took ${inWords(restore)} in the drill`;
  if (downtime + restore > length)
    return [
      problem(
        "way back",
        `${took}; after the announced downtime of ${inWords(downtime)} it does not fit into ${inWords(length)} any more`,
      ),
    ];
  const left = millis(length - restore);
  const at = begins === null ? "" : `, ${utcMinute(plus(begins, left))}`;
  return [note("way back", `${took}; the point of no return is ${inWords(left)} after the window begins${at}`)];
};

const notice = ({ title, state }: Notice): Preflight => {
  switch (state) {
    case "delivered":
      return note("notice", `“${title}” was delivered`);
    case "later":
      return note("notice", `“${title}” is sent when it is due`);
    case "overdue":
      return problem("notice", `“${title}” is due and has not reached everybody`);
  }
};

const problem = (about: Preflight["about"], says: string): Preflight => ({ level: "problem", about, says });
const note = (about: Preflight["about"], says: string): Preflight => ({ level: "note", about, says });
