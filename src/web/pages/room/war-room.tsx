import { reads } from "../../../api/routes/reads.ts";
import { useMe } from "../../data/session.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Answer } from "../../parts/answer.tsx";
import { Page } from "../../parts/page.tsx";
import { ReleaseLinks } from "../../parts/release-page.tsx";
import { Charts } from "./charts.tsx";
import { Crew } from "./crew.tsx";
import { Flags } from "./flags.tsx";
import { Log } from "./log.tsx";
import { Notes } from "./notes.tsx";
import { Now } from "./now.tsx";
import { Runbook } from "./runbook.tsx";
import { Sees } from "./sees.tsx";
import { Steps } from "./steps.tsx";
import { Told } from "./told.tsx";
import { doing, roomRollout } from "./view.ts";

type Props = { readonly params: Readonly<Record<string, string | undefined>> };

/** So many lines and notes are enough to follow; all of them stand in the history. */
const last = 100;

/** One page from the first step in production to the end of the rollback window (R20, R88). */
export const WarRoom = ({ params: { release = "" } }: Props) => {
  const params = { release };
  const status = useAnswer(reads.readRelease, { params, query: { all: "true" } });
  const room = useAnswer(reads.readRoom, { params, query: { last } });
  const me = useMe();
  return (
    <Answer of={status} what={`the war room of ${release}`}>
      {(found) => {
        const rollout = roomRollout(found);
        const environment = rollout?.environment === "staging" ? "staging" : "production";
        return (
          <Page title={`War room: ${found.service} ${found.version}`} says={<p role="status">{doing(rollout)}</p>}>
            <ReleaseLinks release={release} />
            <Now status={found} rollout={rollout} />
            {room.data !== undefined && <Flags release={release} flags={room.data.flags} />}
            {rollout !== undefined && <Charts release={release} environment={environment} verdict={rollout.verdict} />}
            <div className="columns">
              <div>
                {rollout !== undefined && <Steps release={release} environment={environment} rollout={rollout} />}
                {rollout !== undefined && <Runbook release={release} environment={environment} />}
                <Answer of={room} what="the log">
                  {({ timeline, left }) => <Log lines={timeline} older={left.timeline} />}
                </Answer>
              </div>
              <div>
                {room.data !== undefined && <Crew room={room.data} />}
                {room.data !== undefined && (
                  <Notes release={release} notes={room.data.notes} older={room.data.left.notes} />
                )}
                {room.data !== undefined && <Sees panes={room.data.sees} me={me.data?.person.id ?? ""} />}
                <Told release={release} />
              </div>
            </div>
          </Page>
        );
      }}
    </Answer>
  );
};
