import { toIssuesAnswer } from "../../api/to-issues-answer.ts";
import type { WithoutStamp } from "../../conductor/engine.ts";
import { type IssueSource, issueSources, type SeverityId } from "../../domain/incident/incident.ts";
import { whereSeen } from "../../domain/incident/where-seen.ts";
import { AppError } from "../../errors.ts";
import { actor, settle } from "../acting.ts";
import { argument, command, option } from "../command.ts";
import { needed } from "../missing.ts";
import { as, environment, release } from "../options.ts";
import { anyText, oneOf, optional, orElse } from "../reader.ts";
import { issueLines } from "../text/incident-text.ts";

const acts = ["report", "list", "grade", "defer", "close"] as const;
const text = optional(anyText);

export const issue = command({
  name: "issue",
  summary: "Report, list, grade, put off or close what is wrong with a build",
  args: {
    act: argument(oneOf(acts, `write one of: ${acts.join(", ")}`), acts.join(", ")),
    release,
    issue: argument(optional(anyText), "id of the issue, such as issue-1; not for report and list"),
  },
  options: {
    title: option(text, "TEXT", "what is wrong, in a line"),
    severity: option(
      optional(oneOf(["critical", "high", "medium", "low"], "write critical, high, medium or low")),
      "HOW",
      "how bad it is: critical, high, medium or low",
    ),
    source: option(
      orElse(oneOf(issueSources, `write one of: ${issueSources.join(", ")}`), "team"),
      "WHO",
      "who noticed it first: monitoring, tests, users, security or team (else this)",
    ),
    env: option(
      optional(environment),
      "NAME",
      "where it was seen: staging, or production (else this once users have the build)",
    ),
    reference: option(orElse(anyText, ""), "ID", "what it is called in a tracker"),
    reason: option(orElse(anyText, ""), "TEXT", "why it is graded so"),
    workaround: option(orElse(anyText, ""), "TEXT", "what users can do until it is mended"),
    plan: option(orElse(anyText, ""), "TEXT", "when and how it will be mended"),
    note: option(orElse(anyText, ""), "TEXT", "how it was mended"),
    retest: option(orElse(anyText, ""), "CHECK", "the check that passed since it was reported"),
    as,
  },
  examples: [
    ['issue report shop-1.1.0 --title "checkout fails" --severity high --as eli', "anybody, agents too"],
    ["issue list shop-1.1.0", "what is open, put off and closed"],
    ['issue grade shop-1.1.0 issue-1 --severity medium --reason "there is a way around" --as eli', "by a person"],
    ['issue defer shop-1.1.0 issue-1 --workaround "reload" --plan "1.2.0" --as bo', "into the known issues"],
    ['issue close shop-1.1.0 issue-1 --retest staging.regression --note "mended" --as eli', "after a retest"],
    ['issue report shop-1.1.0 --source security --title "stolen session" --as fay', "an attack: production goes back"],
  ],
  async run({ act, release: id, issue, as, ...given }, context) {
    const engine = await context.engine();
    const { release, process } = await engine.load(id);
    if (act === "list") {
      context.answer(toIssuesAnswer(release), () => issueLines(release.issues).join("\n") || "There are no issues.");
      return 0;
    }
    const by = await actor(context, as, release.plan.people);
    const fixed = process.issues?.bySource?.[given.source];
    const env = given.env ?? whereSeen(release);
    const severity = given.severity ?? (act === "report" ? fixed : undefined);
    settle(context, await engine.command(id, by, commandOf(act, issue, { ...given, env, severity })));
    return 0;
  },
});

type Given = {
  readonly title: string | undefined;
  readonly severity: SeverityId | undefined;
  readonly source: IssueSource;
  readonly env: "staging" | "production";
  readonly reference: string;
  readonly reason: string;
  readonly workaround: string;
  readonly plan: string;
  readonly note: string;
  readonly retest: string;
};

const commandOf = (
  act: Exclude<(typeof acts)[number], "list">,
  issue: string | undefined,
  { title, severity, source, env, reference, reason, workaround, plan, note, retest }: Given,
): WithoutStamp => {
  switch (act) {
    case "report": {
      const told = { title: needed(title, "--title TEXT", "issue"), severity: severityOf(severity) };
      return { type: "ReportIssue", ...told, source, environment: env, reference };
    }
    case "grade":
      return { type: "GradeIssue", issue: needed(issue, "ISSUE", "issue"), severity: severityOf(severity), reason };
    case "defer":
      return { type: "DeferIssue", issue: needed(issue, "ISSUE", "issue"), workaround, plan };
    case "close":
      return { type: "CloseIssue", issue: needed(issue, "ISSUE", "issue"), note, retest };
  }
};

const severityOf = (given: SeverityId | undefined): SeverityId => {
  if (given !== undefined) return given;
  throw new AppError("USAGE", { problem: "--severity HOW is missing.", fix: "Write critical, high, medium or low." });
};
