import { Link } from "wouter";
import type { EnvironmentAnswer } from "../../../api/environment-answer.ts";
import type { ReadOnly } from "../../../api/read-only.ts";
import { overviewReads } from "../../../api/routes/overview-reads.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Answer } from "../../parts/answer.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Page } from "../../parts/page.tsx";
import type { OfRelease } from "../../parts/release-page.tsx";
import { Section } from "../../parts/section.tsx";
import { cellOf } from "../releases/view.ts";
import { Adopt } from "./adopt.tsx";
import { HeldBack } from "./held-back.tsx";
import { Seen } from "./seen.tsx";
import { Unstick } from "./unstick.tsx";
import { at, named } from "./view.ts";

/** One environment: what was released there, what really runs, whose turn it is, and what is kept away from it. */
export const Environment = ({ params: { environment = "" } }: OfRelease) => {
  const found = useAnswer(overviewReads.readEnvironment, { params: at(environment) }, { every: 30_000 });
  return (
    <Answer of={found} what={environment}>
      {(there) => (
        <Page title={`${there.environment} of ${there.service}`} says={sentence(there)}>
          <div className="columns">
            <div>
              <Seen there={there} />
              <HeldBack there={there} />
            </div>
            <div>
              <Section title="What is known of it">
                <Facts facts={known(there)} />
              </Section>
              {there.heldBy !== null && <Unstick there={there} />}
              <Adopt key={there.environment} there={there} />
            </div>
          </div>
        </Page>
      )}
    </Answer>
  );
};

type There = { readonly there: ReadOnly<EnvironmentAnswer> };

const sentence = (there: There["there"]): string => {
  const { version, says } = cellOf(there);
  return there.runs === null ? `${says}.` : `${version} is in service; ${says}.`;
};

const known = ({ runs, lastGood, heldBy, waiting }: There["there"]) => [
  ["In service, known good", runs === null ? "nobody said" : named(runs)] as const,
  ["Known good before it", lastGood === null ? "nothing" : named(lastGood)] as const,
  ["At work there", heldBy === null ? "nobody" : <Place key="held" of={heldBy} />] as const,
  ...waiting.map((one, n) => [`${n + 1}. in the queue`, <Place key={one.rollout} of={one} />] as const),
];

const Place = ({ of: { release, rollout, since } }: { readonly of: There["there"]["waiting"][number] }) => (
  <>
    <Link href={`/releases/${release}`}>{rollout}</Link>, since <Moment at={since} />
  </>
);
