import { describe } from "../domain/release/describe.ts";
import { many, short, utcMillis } from "./format.ts";
import type { DocumentInput } from "./input.ts";
import { md, section, table } from "./markdown.ts";
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

const sinceFirstRequest = (input: DocumentInput): DocumentInput["history"] => {
  const environments = new Set(
    madeFrom(input, "execution-log").flatMap((one) => (one.kind === "rollout" ? [one.environment] : [])),
  );
  const first = input.history.findIndex(
    ({ event }) => event.type === "RolloutRequested" && environments.has(event.environment),
  );
  return first < 0 ? [] : input.history.slice(first);
};
