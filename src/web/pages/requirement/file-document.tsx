import { file } from "../../../api/routes/release-routes.ts";
import { useWhyNot } from "../../data/session.ts";
import { useSend } from "../../data/use-send.ts";
import { Field, LongField } from "../../parts/field.tsx";
import { SentForm } from "../../parts/sent-form.tsx";
import { type Detail, isWrittenByHeadgate } from "./view.ts";

type Props = { readonly release: string; readonly detail: Detail };

/** A document of people: written here, or brought as a file. */
export const FileDocument = ({ release, detail }: Props) => (
  <section className="card">
    <h2>{detail.document === null ? "Write it" : "Write it anew"}</h2>
    {isWrittenByHeadgate(detail) ? (
      <>
        <p>Headgate writes it from what stands in the history, once everything that it tells is there.</p>
        <details>
          <summary className="small">Put another in its place</summary>
          <Writing release={release} detail={detail} />
        </details>
      </>
    ) : (
      <Writing release={release} detail={detail} />
    )}
  </section>
);

const Writing = ({ release, detail: { status, text } }: Props) => {
  const send = useSend(file);
  const whyNot = useWhyNot("prepare");
  return (
    <SentForm
      label="File it"
      look="main"
      send={send}
      whyNot={whyNot}
      onSend={({ text: written = "" }, form) => {
        const chosen = new FormData(form).get("file");
        const isFile = chosen instanceof File && chosen.size > 0;
        const bytes = isFile ? chosen : new TextEncoder().encode(written);
        send.mutate({ params: { release, requirement: status.id }, bytes });
      }}
    >
      <LongField label="Text" hint="Markdown." name="text" rows={8} defaultValue={text ?? `# ${status.title}\n`} />
      <Field label="Or a file" hint="It goes before the text." name="file" type="file" />
    </SentForm>
  );
};
