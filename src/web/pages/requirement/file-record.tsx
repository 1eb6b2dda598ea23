import { overviewReads } from "../../../api/routes/overview-reads.ts";
import { file } from "../../../api/routes/release-routes.ts";
import { useWhyNot } from "../../data/session.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { useSend } from "../../data/use-send.ts";
import { Act } from "../../parts/act.tsx";
import { filled, LongField } from "../../parts/field.tsx";
import { Problem } from "../../parts/problem.tsx";
import { answerBefore, type Detail, hintOf } from "./view.ts";

type Props = { readonly release: string; readonly detail: Detail };

/** A form as the process asks for it: nobody meets YAML. */
export const FileRecord = ({ release, detail }: Props) => {
  const send = useSend(file);
  const whyNot = useWhyNot("prepare");
  const of = useAnswer(overviewReads.readRelease, { params: { release }, query: { all: "true" } });
  const { status, record, form = [] } = detail;
  // A field takes what it begins with once.
  if (of.data === undefined) return null;
  const { digest } = of.data;
  return (
    <section className="card">
      <h2>{record === null ? "Fill it in" : "File it anew"}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const bytes = new TextEncoder().encode(JSON.stringify(filled(event.currentTarget)));
          send.mutate({ params: { release, requirement: status.id }, bytes });
        }}
      >
        {send.error !== null && <Problem error={send.error} />}
        {form.map((field) => (
          <LongField
            // Another build begins another field: what was shown at first may have been asked before it came.
            key={field.holds === "build" ? `${field.name} ${digest}` : field.name}
            label={field.required ? field.asks : `${field.asks} (if there is anything)`}
            name={field.name}
            required={field.required}
            defaultValue={answerBefore(detail, field, digest)}
            rows={2}
            {...hintOf(field)}
          />
        ))}
        <Act look="main" whyNot={whyNot} isBusy={send.isPending}>
          File it
        </Act>
        {send.isSuccess && <p role="status">It is filed.</p>}
      </form>
    </section>
  );
};
