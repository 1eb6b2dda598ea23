import { importReport } from "../../../api/routes/release-routes.ts";
import { useWhyNot } from "../../data/session.ts";
import { useSend } from "../../data/use-send.ts";
import { Act } from "../../parts/act.tsx";
import { Choose, Field, filled } from "../../parts/field.tsx";
import { Problem } from "../../parts/problem.tsx";
import type { Detail } from "./view.ts";

type Props = { readonly release: string; readonly detail: Detail };

/** A report from this machine, as evidence. */
export const Import = ({ release, detail: { status, definition } }: Props) => {
  const send = useSend(importReport);
  const whyNot = useWhyNot("prepare");
  const [reports, parts] = [namesIn(definition?.reports), namesIn(definition?.parts)];
  if (reports.length === 0) return null;
  return (
    <details>
      <summary>Hand in a report</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const form = event.currentTarget;
          const chosen = new FormData(form).get("report");
          if (!(chosen instanceof File)) return;
          const { part = "" } = filled(form);
          send.mutate({
            params: { release, requirement: status.id },
            query: { part, file: chosen.name },
            bytes: chosen,
          });
        }}
      >
        {send.error !== null && <Problem error={send.error} />}
        <Field label="File" hint={`It reads ${reports.join(", ")}.`} name="report" type="file" required />
        {parts.length > 0 && <Choose label="Part" name="part" options={parts.map((one) => [one, one])} />}
        <Act whyNot={whyNot} isBusy={send.isPending}>
          Hand it in
        </Act>
        {send.data !== undefined && <p role="status">{`${send.data.state}: ${send.data.reason}`}</p>}
      </form>
    </details>
  );
};

/** The process of the release says it in a list, or not at all. */
const namesIn = (given: unknown): readonly string[] => (Array.isArray(given) ? given.map(String) : []);
