import { describe } from "../domain/release/describe.ts";
import { dutiesShown } from "../domain/room/duties-shown.ts";
import { excitement, excitementText } from "../domain/room/excitement.ts";
import { postKey } from "../domain/room/room.ts";
import { many, short, utcMillis } from "./format.ts";
import type { DocumentInput } from "./input.ts";
import { bullets, md, section, table } from "./markdown.ts";
import { page, type Template } from "./page.ts";
import { nameOf } from "./people.ts";
import { reactions } from "./reactions.ts";
import { madeFrom } from "./states.ts";

/** Everything from the first request for this environment on, in its order (R90). Numbers are those of the journal. */
export const executionLog: Template = (input) => {
  const lines = sinceFirstRequest(input);
  return page(
    input,
    "execution-log",
    ...reactions(input),
    section("Who was there", presence(input)),
    section("Notes and decisions", notes(input)),
    section("Duties", duties(input)),
    section("How exciting it was", excited(input)),
    section(
      "Log",
      md`${many(lines.length, "line")}, in UTC, each with the beginning of its hash in the journal.`,
      table(
        ["No.", "When (UTC)", "Who", "What", "Hash"],
        lines.map(({ version, event, actor, hash }) => [
          version,
          utcMillis(event.at),
          nameOf(input.release.plan, actor),
          describe(event),
          short(hash),
        ]),
      ),
    ),
  );
};

const presence = ({ process, release }: DocumentInput) =>
  bullets(
    process.requirements
      .filter((one) => one.kind === "rollout" && one.environment === "production")
      .flatMap((one) =>
        one.kind === "rollout" ? (one.posts ?? []).map((post) => ({ post, key: postKey(one.id, post.id) })) : [],
      )
      .map(({ post, key }) => {
        const there = release.presence[key];
        return there === undefined
          ? md`${post.title}: nobody said to be there`
          : md`${post.title}: ${nameOf(release.plan, there.by)}${there.for === undefined ? "" : ` for ${there.for}`}, ${utcMillis(there.at)}`;
      }),
  );

const notes = ({ release }: DocumentInput) =>
  table(
    ["When (UTC)", "Who", "Kind", "About", "What"],
    release.notes.map(({ at, by, kind, about, text }) => [
      utcMillis(at),
      nameOf(release.plan, by),
      kind,
      about || "the rollout",
      text,
    ]),
  );

const duties = ({ process, release, now }: DocumentInput) =>
  table(
    ["Role", "Duty", "Done", "Shown by"],
    dutiesShown(process, release, now).flatMap(({ title, duties }) =>
      duties.map((duty) => [
        title,
        duty.title,
        duty.done ? "yes" : "not yet",
        duty.shownBy.join("; ") || "nothing yet",
      ]),
    ),
  );

const excited = ({ history }: DocumentInput) => {
  const { score, counts } = excitement(
    history.map(({ event }) => event),
    "production",
  );
  return md`${score === 0 ? "Boring, which is the aim: 0." : excitementText({ score, counts })}`;
};

const sinceFirstRequest = (input: DocumentInput): DocumentInput["history"] => {
  const environments = new Set(
    madeFrom(input, "execution-log").flatMap((one) => (one.kind === "rollout" ? [one.environment] : [])),
  );
  const first = input.history.findIndex(
    ({ event }) => event.type === "RolloutRequested" && environments.has(event.environment),
  );
  return first < 0 ? [] : input.history.slice(first);
};
