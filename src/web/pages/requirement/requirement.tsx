import { Link } from "wouter";
import { gateReads } from "../../../api/routes/gate-reads.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Answer } from "../../parts/answer.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Page } from "../../parts/page.tsx";
import { ReleaseLinks } from "../../parts/release-page.tsx";
import { State } from "../../parts/state.tsx";
import { lookOfState } from "../../parts/tone.ts";
import { ownerOf } from "../release/view.ts";
import { Acts } from "./acts.tsx";
import { EvidenceList } from "./evidence.tsx";
import { Kept } from "./kept.tsx";
import type { Detail } from "./view.ts";

type Props = { readonly params: Readonly<Record<string, string | undefined>> };

/** All about one thing that is asked for: how it stands, what was seen, and what can be done. */
export const RequirementPage = ({ params: { release = "", requirement = "" } }: Props) => {
  const detail = useAnswer(gateReads.readRequirement, { params: { release, requirement } });
  return (
    <Answer of={detail} what={requirement}>
      {(found) => (
        <Page title={found.status.title} says={<Says release={release} detail={found} />}>
          <ReleaseLinks release={release} />
          <Acts release={release} detail={found} />
          <Kept detail={found} />
          <EvidenceList all={found.evidence} />
        </Page>
      )}
    </Answer>
  );
};

const Says = ({ release, detail: { status } }: { readonly release: string; readonly detail: Detail }) => (
  <div className="stack">
    <p>
      <State {...lookOfState[status.state]}>{status.state}</State> {status.reason}
    </p>
    <p className="soft">{status.why}</p>
    <p className="small soft">
      <Link href={`/releases/${release}`}>{release}</Link> · <code>{status.id}</code> · {ownerOf(status)}
      {status.due !== undefined && (
        <>
          {" "}
          · due <Moment at={status.due} />
        </>
      )}
    </p>
    {status.waitsFor.length > 0 && (
      <p>
        First: <WaitsFor release={release} all={status.waitsFor} />
      </p>
    )}
  </div>
);

const WaitsFor = ({ release, all }: { readonly release: string; readonly all: readonly string[] }) => (
  <>
    {all.map((id) => (
      <span key={id}>
        <Link href={`/releases/${release}/requirements/${id}`}>{id}</Link>{" "}
      </span>
    ))}
  </>
);
