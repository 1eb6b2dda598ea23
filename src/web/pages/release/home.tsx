import { overviewReads } from "../../../api/routes/overview-reads.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Answer } from "../../parts/answer.tsx";
import { Below } from "../../parts/below.tsx";
import { Page } from "../../parts/page.tsx";
import { ReleaseLinks } from "../../parts/release-page.tsx";
import { All } from "./all.tsx";
import { LiveFacts } from "./live-facts.tsx";
import { Owed } from "./owed.tsx";
import { Path } from "./path.tsx";
import { Rollouts } from "./rollouts.tsx";
import { headline, split } from "./view.ts";
import { WhatItIs } from "./what-it-is.tsx";

type Props = { readonly params: Readonly<Record<string, string | undefined>> };

/** A release: where it is on its way, what is mine, what others owe, and everything else one click away. */
export const Home = ({ params: { release = "" } }: Props) => {
  const status = useAnswer(overviewReads.readRelease, { params: { release }, query: { all: "true" } });
  const mine = useAnswer(overviewReads.readMine, {});
  return (
    <Answer of={status} what={release}>
      {(found) => {
        const own = mine.data?.owes.filter((one) => one.release === release && one.kind !== "watch") ?? [];
        const { own: yours, others } = split(found.blockedBy, own);
        return (
          <Page title={`${found.service} ${found.version}`} says={headline(found)}>
            <ReleaseLinks release={release} />
            <Path stages={found.stages} />
            <Below isSettled={!mine.isPending}>
              <div className="columns">
                <div>
                  {found.phase === "open" && (
                    <>
                      <Owed title="Yours now" empty="Nothing here waits for you." release={release} all={yours} />
                      <Owed title="Others owe" empty="Nobody else owes anything now." release={release} all={others} />
                    </>
                  )}
                  <All release={release} stages={found.stages} requirements={found.requirements ?? []} />
                </div>
                <div>
                  <Rollouts status={found} />
                  <LiveFacts status={found} />
                  <WhatItIs status={found} />
                </div>
              </div>
            </Below>
          </Page>
        );
      }}
    </Answer>
  );
};
