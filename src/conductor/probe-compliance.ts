import { environmentStream } from "../domain/environment.ts";
import { lastRollout, type Release } from "../domain/release/release.ts";
import { millis } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import type { Entry } from "../journal/port.ts";
import type { Probe } from "../probes/port.ts";
import { holds, problemsOf, runProbes } from "./ask-probes.ts";
import type { Deps } from "./deps.ts";
import type { Loaded } from "./load.ts";
import { finding, told } from "./probe-answer.ts";
import { markAndSearch } from "./probe-logs.ts";

/** For all probes together. */
const within = millis(280_000);

/**
 * A marked action is found in every audit log, nobody but people of the release changed production, and data is
 * protected as its probes ask (R100). An audit log that could not be read is an error: it proves nothing, either way.
 */
export const complianceProbe =
  (deps: Deps, loaded: Loaded): Probe =>
  async (question, signal) => {
    const { config, release } = loaded;
    const { audit, dataProtection } = config;
    if (audit.length === 0)
      throw new AppError("PROBE_FAILED", {
        probe: question.requirement,
        problem: "headgate.yaml has no audit:",
        fix: "Declare an audit log, or bind a report to the check.",
      });
    const { url } = deps.world.environment(config, question.environment);
    const seen = await Promise.all(audit.map((one) => markAndSearch(deps, one, url, release.id, signal)));
    const missing = audit.filter((_, i) => seen[i]?.figures.failed !== 0);
    const strangers = await strangersOf(deps, release, question.environment);
    const looked = await runProbes(deps, config, question.environment, { probes: dataProtection, within }, signal);
    const broken = looked.filter((one) => !holds(one));
    const problems = strangers.length + broken.length;
    return told(
      deps,
      question,
      "compliance",
      { checked: audit.length + 1 + looked.length, missingAuditEntries: missing.length, problems },
      [
        ...missing.map(({ name }) => finding("the marked action has no entry in this audit log", name)),
        ...strangers.map((words) => finding(words, question.environment)),
        ...broken.map((one) => finding(problemsOf(one).join("; "), one.spec.name)),
      ],
      {},
      {
        missingAuditEntries: missing.map(({ name }) => name),
        problems: [...strangers, ...broken.map(({ spec }) => spec.name)],
      },
    );
  };

/** The access review: who changed the environment since all traffic is on the build, and is nobody of the release. */
const strangersOf = async (
  { journal }: Pick<Deps, "journal">,
  release: Release,
  environment: string,
): Promise<readonly string[]> => {
  const since = lastRollout(release, environment, "deploy")?.promotedAt ?? release.openedAt;
  const entries = await journal.read(environmentStream(release.service, environment));
  return entries.filter(({ at }) => at >= since).flatMap((entry) => strangeIn(release, entry));
};

const strangeIn = ({ plan }: Release, { type, actor, data }: Entry): readonly string[] => {
  if (type === "UnauthorisedChangeSeen") {
    const { findings = [] } = data as { readonly findings?: readonly string[] };
    return [`unauthorised change: ${findings.join(", ")}`];
  }
  // What was refused changed nothing.
  if (actor.kind === "system" || type === "EnvironmentActRefused") return [];
  const isKnown = plan.people.some(({ id, kind }) => id === actor.id && kind === actor.kind);
  return isKnown ? [] : [`${type} by ${actor.id}, who is nobody of this release`];
};
