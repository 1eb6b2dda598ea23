import { Link } from "wouter";
import { importPackage } from "../../../api/routes/release-routes.ts";
import { useWhyNot } from "../../data/session.ts";
import { useSend } from "../../data/use-send.ts";
import { Field } from "../../parts/field.tsx";
import { type OfRelease, ReleasePage } from "../../parts/release-page.tsx";
import { Section } from "../../parts/section.tsx";
import { SentForm } from "../../parts/sent-form.tsx";
import { State } from "../../parts/state.tsx";
import { Table } from "../../parts/table.tsx";

/** All reports of a pipeline at once; each goes to the requirement that its list names. */
export const Package = ({ params: { release = "" } }: OfRelease) => {
  const send = useSend(importPackage);
  const whyNot = useWhyNot("prepare");
  return (
    <ReleasePage
      release={release}
      title="Hand in a package of reports"
      says="What a pipeline found out about this build: its reports as a zip file, with handoff.yaml that says what each of them is."
    >
      <div className="card">
        <SentForm
          label="Hand it in"
          look="main"
          whyNot={whyNot}
          send={send}
          onSend={(_, form) => {
            const chosen = new FormData(form).get("package");
            if (chosen instanceof File) send.mutate({ params: { release }, bytes: chosen });
          }}
        >
          <Field
            label="Package"
            hint="A zip file; no report of it is lost when another cannot be read."
            name="package"
            type="file"
            accept=".zip"
            required
          />
        </SentForm>
      </div>
      {send.data !== undefined && <Imported release={release} all={send.data.imported} />}
    </ReleasePage>
  );
};

type Report = {
  readonly requirement: string;
  readonly part: string;
  readonly file: string;
  readonly state: "recorded" | "unreadable" | "refused" | "unchanged";
  readonly reason: string;
};

const looks = {
  recorded: { tone: "good", icon: "good" },
  unchanged: { tone: "idle", icon: "good" },
  unreadable: { tone: "bad", icon: "bad" },
  refused: { tone: "bad", icon: "bad" },
} as const;

const Imported = ({ release, all }: { readonly release: string; readonly all: readonly Report[] }) => (
  <Section title="What became of it">
    <Table label="What became of it" heads={["File", "For", "State", "Says"]}>
      {all.map(({ requirement, part, file, state, reason }) => (
        <tr key={`${requirement} ${part} ${file}`}>
          <td>{file}</td>
          <td>
            <Link href={`/releases/${release}/requirements/${requirement}`}>{requirement}</Link>
            {part !== "" && <div className="small soft">{part}</div>}
          </td>
          <td>
            <State {...looks[state]}>{state}</State>
          </td>
          <td>{reason}</td>
        </tr>
      ))}
    </Table>
  </Section>
);
