import { useWhyNotMine } from "../../data/use-why-not-mine.ts";
import { Ask } from "../../parts/ask.tsx";
import { FileRecord } from "./file-record.tsx";
import { Import } from "./import.tsx";
import { Sign } from "./sign.tsx";
import type { Detail } from "./view.ts";

type Props = { readonly release: string; readonly detail: Detail };

/** What can be done about it; what cannot be done in a browser is said as a command. */
export const Acts = ({ release, detail }: Props) => {
  const { status } = detail;
  switch (status.kind) {
    case "approval":
      return <Sign release={release} detail={detail} />;
    case "record":
      return <FileRecord release={release} detail={detail} />;
    case "check":
      return (
        <section className="card">
          <h2>Look again</h2>
          <Ask release={release} command="RequestCheck" body={{ requirement: status.id }} label="Ask it again now" />
          <Import release={release} detail={detail} />
        </section>
      );
    case "rollout":
      return <Start release={release} detail={detail} />;
    case "post":
      return <Post release={release} detail={detail} />;
    case "document":
    case "message":
    case "role":
    case "task":
    case "review":
    case "incident":
    case "failure":
      return status.act === "" ? null : (
        <section className="card">
          <h2>What can be done</h2>
          <pre>{status.act}</pre>
        </section>
      );
  }
};

const Start = ({ release, detail: { status } }: Props) => {
  const whyNot = useWhyNotMine(release, status, "operate");
  return (
    <section className="card">
      <h2>Start</h2>
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
