import { memo, useDeferredValue } from "react";
import type { ReadOnly } from "../../../api/read-only.ts";
import type { RoomAnswer } from "../../../api/room-answer.ts";
import { overviewReads } from "../../../api/routes/overview-reads.ts";
import { roomReads } from "../../../api/routes/room-reads.ts";
import type { StatusAnswer } from "../../../api/status-answer.ts";
import { useMe } from "../../data/session.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Answer } from "../../parts/answer.tsx";
import { Below } from "../../parts/below.tsx";
import { Page } from "../../parts/page.tsx";
import { Problem } from "../../parts/problem.tsx";
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
import { useWatch } from "./use-watch.ts";
import { doing, roomRollout } from "./view.ts";

type Props = { readonly params: Readonly<Record<string, string | undefined>> };

/** So many lines and notes are enough to follow; all of them stand in the history. */
const last = 100;

/** One page from the first step in production to the end of the rollback window (R20, R88). */
export const WarRoom = ({ params: { release = "" } }: Props) => {
  const params = { release };
  const status = useAnswer(overviewReads.readRelease, { params, query: { all: "true" } });
  const room = useAnswer(roomReads.readRoom, { params, query: { last } });
  // Drawn between two frames of whatever moves: answers come several times a second, and a click comes first.
  const [shown, log] = [useDeferredValue(status.data), useDeferredValue(room.data)];
  const { data: me } = useMe();
  return (
    <Answer of={status} what={`the war room of ${release}`}>
      {(found) => <Room status={shown ?? found} room={log} problem={room.error} me={me?.person.id ?? ""} />}
    </Answer>
  );
};

type Shown = {
  readonly status: ReadOnly<StatusAnswer>;
  readonly room: RoomAnswer | undefined;
  readonly problem: Error | null;
  readonly me: string;
};

const Room = memo(({ status, room, problem, me }: Shown) => {
  const { release } = status;
  const rollout = roomRollout(status);
  const environment = rollout?.environment === "staging" ? "staging" : "production";
  const watch = useWatch(release, environment);
  const isThere = room !== undefined || problem !== null;
  return (
    <Page title={`War room: ${status.service} ${status.version}`} says={<p aria-live="polite">{doing(rollout)}</p>}>
      <ReleaseLinks release={release} />
      <Now status={status} rollout={rollout} />
      {room !== undefined && <Flags release={release} flags={room.flags} />}
      <Below isSettled={isThere}>
        {rollout !== undefined && <Charts release={release} environment={environment} verdict={rollout.verdict} />}
      </Below>
      <Below isSettled={isThere && !watch.isPending}>
        <div className="columns">
          <div>
            {rollout !== undefined && <Steps release={release} environment={environment} rollout={rollout} />}
            {rollout !== undefined && <Runbook release={release} environment={environment} />}
            {problem !== null && <Problem error={problem} />}
            {room !== undefined && <Log lines={room.timeline} older={room.left.timeline} />}
          </div>
          <div>
            {room !== undefined && <Crew room={room} />}
            {room !== undefined && <Notes release={release} notes={room.notes} older={room.left.notes} />}
            {room !== undefined && <Sees panes={room.sees} me={me} />}
            <Told release={release} />
          </div>
        </div>
      </Below>
    </Page>
  );
});
