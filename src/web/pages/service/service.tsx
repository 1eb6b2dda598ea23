import { overviewReads } from "../../../api/routes/overview-reads.ts";
import type { ServiceAnswer } from "../../../api/service-answer.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Answer } from "../../parts/answer.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Page } from "../../parts/page.tsx";
import { Section } from "../../parts/section.tsx";
import { State } from "../../parts/state.tsx";
import { Questionnaire } from "./questionnaire.tsx";
import { Ranking } from "./ranking.tsx";
import { Strategies } from "./strategies.tsx";

/** The service: its people and their duties, its environments, and why it is rolled out as it is. */
export const Service = () => {
  const service = useAnswer(overviewReads.readService, {});
  return (
    <Answer of={service} what="the service">
      {(found) => (
        <Page title={`Service: ${found.service}`} says={`Under ${found.process}; ${found.owner} answers for it.`}>
          <People service={found} />
          <Section title={`Strategy: ${found.strategy.kind}`}>
            {found.strategy.reason !== "" && <p>{found.strategy.reason}</p>}
            {found.strategy.ranking === null ? (
              <p className="soft">headgate.yaml answers no questions to recommend one by.</p>
            ) : (
              <Ranking ranking={found.strategy.ranking} />
            )}
          </Section>
          <Questionnaire />
          <Strategies />
          <Section title="Stages">
            <Facts facts={found.stages.map(({ title, purpose }) => [title, purpose])} />
          </Section>
        </Page>
      )}
    </Answer>
  );
};

const People = ({ service: { people, roles } }: { readonly service: ServiceAnswer }) => (
  <Section title="Roles and who holds them">
    <ul className="list">
      {roles.map((role) => {
        const holders = people.filter((one) => one.kind === "human" && one.roles.includes(role.id));
        return (
          <li key={role.id}>
            <span className="row spread">
              <strong>{role.title}</strong>
              {holders.length === 0 ? (
                <State tone={role.required ? "bad" : "idle"} icon={role.required ? "bad" : "open"}>
                  nobody
                </State>
              ) : (
                <span>{holders.map(({ name }) => name).join(", ")}</span>
              )}
            </span>
            <span className="small soft">{role.charge}</span>
          </li>
        );
      })}
      {people
        .filter(({ kind }) => kind === "agent")
        .map((one) => (
          <li key={one.id}>
            <strong>{one.name}</strong>
            <span className="small soft">{`An agent${one.for === null ? "" : ` that acts for ${one.for}`}: it prepares, and never decides.`}</span>
          </li>
        ))}
    </ul>
  </Section>
);
