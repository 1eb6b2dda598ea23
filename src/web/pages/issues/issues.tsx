import type { IssuesAnswer } from "../../../api/issues-answer.ts";
import { roomReads } from "../../../api/routes/room-reads.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Answer } from "../../parts/answer.tsx";
import { Command } from "../../parts/ask.tsx";
import { Choose, Field, LongField } from "../../parts/field.tsx";
import { Moment } from "../../parts/moment.tsx";
import { PlaceField } from "../../parts/place-field.tsx";
import { type OfRelease, ReleasePage } from "../../parts/release-page.tsx";
import { Section } from "../../parts/section.tsx";
import { SeverityField } from "../../parts/severity-field.tsx";
import { State, Tag } from "../../parts/state.tsx";
import { lookOfSeverity } from "../../parts/tone.ts";
import { Triggers } from "./triggers.tsx";
import { issuesSay, sortedIssues } from "./view.ts";

/** What is wrong with a build, and the signs of harm with their clocks. */
export const Issues = ({ params: { release = "" } }: OfRelease) => {
  const issues = useAnswer(roomReads.readIssues, { params: { release } });
  const triggers = useAnswer(roomReads.readTriggers, { params: { release } });
  const all = triggers.data?.triggers ?? [];
  return (
    <ReleasePage
      release={release}
      title="Issues"
      says={issues.data === undefined ? " " : issuesSay(issues.data.issues, all)}
    >
      <Triggers release={release} all={all} />
      <Answer of={issues} what="the issues">
        {(found) => (
          <Section title="Issues">
            {found.issues.length === 0 && <p className="empty">None was reported.</p>}
            <ul className="list">
              {sortedIssues(found.issues).map((one) => (
                <Issue key={one.id} release={release} one={one} />
              ))}
            </ul>
            <Report release={release} />
          </Section>
        )}
      </Answer>
    </ReleasePage>
  );
};

const tones = { open: "act", deferred: "doubt", closed: "good" } as const;

const Issue = ({ release, one }: { readonly release: string; readonly one: IssuesAnswer["issues"][number] }) => (
  <li>
    <span className="row">
      <State {...lookOfSeverity[one.severity]}>{one.severity}</State>
      <strong>{one.title}</strong>
      <Tag tone={tones[one.state]}>{one.state}</Tag>
    </span>
    <span className="small soft">
      {`${one.id} · seen in ${one.environment} by ${one.source} · ${one.by} `}
      <Moment at={one.at} />
      {one.reference !== "" && ` · ${one.reference}`}
    </span>
    {one.deferral !== null && (
      <span>{`Put off by ${one.deferral.by}: ${one.deferral.workaround}; ${one.deferral.plan}`}</span>
    )}
    {one.state === "open" && <Closing release={release} issue={one.id} />}
  </li>
);

const Closing = ({ release, issue }: { readonly release: string; readonly issue: string }) => (
  <details>
    <summary className="small">Grade, put off or close it</summary>
    <div className="charts">
      <Command
        release={release}
        command="GradeIssue"
        label="Grade it"
        bodyOf={({ severity, reason }) => ({ issue, severity, reason })}
      >
        <SeverityField />
        <LongField label="Why" name="reason" required rows={2} />
      </Command>
      <Command
        release={release}
        command="DeferIssue"
        label="Put it off"
        bodyOf={({ workaround, plan }) => ({ issue, workaround, plan })}
      >
        <LongField label="What users do meanwhile" name="workaround" required rows={2} />
        <LongField label="When it is mended" name="plan" required rows={2} />
      </Command>
      <Command
        release={release}
        command="CloseIssue"
        label="Close it"
        bodyOf={({ note, retest = "" }) => ({ issue, note, retest })}
      >
        <LongField label="What was done" name="note" required rows={2} />
        <Field label="The check that passed since" hint="Its id, such as staging.smoke." name="retest" />
      </Command>
    </div>
  </details>
);

const sources = [
  ["users", "users"],
  ["team", "the team"],
  ["monitoring", "monitoring"],
  ["tests", "tests"],
  ["security", "security"],
] as const;
const Report = ({ release }: { readonly release: string }) => (
  <details>
    <summary>Report an issue</summary>
    <Command
      release={release}
      command="ReportIssue"
      label="Report it"
      bodyOf={({ title, severity, source, environment, reference = "" }) => ({
        title,
        severity,
        source,
        environment,
        reference,
      })}
    >
      <Field label="What is wrong" name="title" required />
      <SeverityField />
      <Choose label="Noticed by" name="source" options={sources} />
      <PlaceField />
      <Field label="Its name in your tracker" name="reference" />
    </Command>
  </details>
);
