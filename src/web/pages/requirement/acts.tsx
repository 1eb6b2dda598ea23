import { Link } from "wouter";
import { useWhyNotMine } from "../../data/use-why-not-mine.ts";
import { Ask, Command } from "../../parts/ask.tsx";
import { LongField } from "../../parts/field.tsx";
import { Exception, Grant, Proposal } from "./exception.tsx";
import { Failure } from "./failure.tsx";
import { Features } from "./features.tsx";
import { FileDocument } from "./file-document.tsx";
import { FileRecord } from "./file-record.tsx";
import { Import } from "./import.tsx";
import { Sign } from "./sign.tsx";
import type { Detail } from "./view.ts";

type Props = { readonly release: string; readonly detail: Detail };

/** What can be done about it, and the ways around it. */
export const Acts = ({ release, detail }: Props) => (
  <>
    <Proposal release={release} detail={detail} />
    <Grant release={release} detail={detail} />
    <Own release={release} detail={detail} />
    <Exception release={release} detail={detail} />
  </>
);

/** By its kind; what cannot be done in a browser is said as a command. */
const Own = ({ release, detail }: Props) => {
  const { status } = detail;
  switch (status.kind) {
    case "approval":
      return <Sign release={release} detail={detail} />;
    case "record":
    case "review":
      return <FileRecord release={release} detail={detail} />;
    case "document":
      return <FileDocument release={release} detail={detail} />;
    case "check":
      return (
        <>
          <Features release={release} all={detail.features ?? []} />
          <Look release={release} detail={detail} />
        </>
      );
    case "rollout":
      return <Start release={release} detail={detail} />;
    case "post":
      return <Post release={release} detail={detail} />;
    case "failure":
      return <Failure release={release} detail={detail} />;
    case "task":
      return <Task release={release} detail={detail} />;
    case "incident":
      return (
        <section className="card">
          <h2>What can be done</h2>
          <p>
            <Link href={`/releases/${release}/issues`}>Decide about it among the issues</Link>
          </p>
        </section>
      );
    case "message":
    case "role":
      return status.act === "" ? null : (
        <section className="card">
          <h2>What can be done</h2>
          <pre>{status.act}</pre>
        </section>
      );
  }
};

const Look = ({ release, detail }: Props) => (
  <section className="card">
    <h2>Look again</h2>
    {detail.alert !== undefined && (
      <Ask release={release} command="AcknowledgeAlert" body={{ alert: detail.alert }} label="I have the test alert" />
    )}
    <Ask
      release={release}
      command="RequestCheck"
      body={{ requirement: detail.status.id }}
      label="Ask it again now"
      look={detail.alert === undefined ? "main" : "quiet"}
    />
    <Import release={release} detail={detail} />
  </section>
);

const Task = ({ release, detail: { status } }: Props) =>
  status.state === "pass" ? null : (
    <section className="card">
      <h2>Is it done?</h2>
      <Command
        release={release}
        command="CloseTask"
        label="It is done"
        look="main"
        bodyOf={({ note }) => ({ task: status.id, note })}
      >
        <LongField label="How it was done" name="note" required rows={2} />
      </Command>
    </section>
  );

const Start = ({ release, detail: { status, definition } }: Props) => {
  const whyNot = useWhyNotMine(release, status, "operate");
  return (
    <section className="card">
      <h2>Start</h2>
      {status.state === "fail" && (
        <p className="small">
          What was rolled back for cause is held back there:{" "}
          <Link href={`/releases/${release}/build`}>bring another build</Link>, or say{" "}
          <Link href={`/environments/${definition?.environment ?? "production"}`}>why it may be tried again</Link>.
        </p>
      )}
      <Ask
        release={release}
        command="StartRollout"
        body={{ requirement: status.id }}
        label={`Start ${status.title}`}
        whyNot={whyNot}
      />
    </section>
  );
};

const Post = ({ release, detail: { status } }: Props) => {
  const at = status.id.lastIndexOf(".");
  const body = { requirement: status.id.slice(0, at), post: status.id.slice(at + 1) };
  return (
    <section className="card">
      <h2>Are you there?</h2>
      <Ask release={release} command="ConfirmPresence" body={body} label="I am here" />
    </section>
  );
};
