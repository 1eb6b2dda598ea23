import { Link } from "wouter";
import { overviewReads } from "../../../api/routes/overview-reads.ts";
import { listReleases } from "../../../api/routes/release-routes.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Section } from "../../parts/section.tsx";
import { State } from "../../parts/state.tsx";
import { firstSteps, isFirstRun } from "./first-run-view.ts";

/** What to do next where there is no release yet, or nobody said what runs; nothing where a team is under way. */
export const FirstRun = () => {
  const { data: service } = useAnswer(overviewReads.readService, {});
  const { data: found } = useAnswer(overviewReads.readEnvironments, {}, { every: 60_000 });
  const { data: listed } = useAnswer(listReleases, { query: { limit: 1 } });
  if (service === undefined || found === undefined || listed === undefined) return null;
  const steps = firstSteps({ service, environments: found.environments, hasReleases: listed.releases.length > 0 });
  if (!isFirstRun(steps)) return null;
  return (
    <Section title="First steps" aside={`${steps.filter(({ isDone }) => isDone).length} of ${steps.length}`}>
      <ol className="list">
        {steps.map((one) => (
          <li key={one.title}>
            <State tone={one.isDone ? "good" : "idle"} icon={one.isDone ? "good" : "open"}>
              {one.title}
            </State>
            <span className={one.isDone ? "soft" : undefined}>{one.says}</span>
            {one.at.length > 0 && (
              <span className="row">
                {one.at.map(([href, says]) => (
                  <Link key={href} href={href}>
                    {says}
                  </Link>
                ))}
              </span>
            )}
            {one.command !== "" && <pre>{one.command}</pre>}
          </li>
        ))}
      </ol>
    </Section>
  );
};
