import { file } from "../../../api/routes/release-routes.ts";
import { useWhyNot } from "../../data/session.ts";
import { useSend } from "../../data/use-send.ts";
import { Act } from "../../parts/act.tsx";
import { Choose, filled, LongField } from "../../parts/field.tsx";
import { Problem } from "../../parts/problem.tsx";
import { type Detail, fieldsOf } from "./view.ts";

type Props = { readonly release: string; readonly detail: Detail };

/** A form as the process asks for it: nobody meets YAML. */
export const FileRecord = ({ release, detail }: Props) => {
  const send = useSend(file);
  const whyNot = useWhyNot("prepare");
  const { status, record } = detail;
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
        {fieldsOf(detail).map(({ name, asks, required, options }) => {
          const label = required ? asks : `${asks} (if there is anything)`;
          const value = record?.fields[name] ?? "";
          return options === undefined ? (
            <LongField key={name} label={label} name={name} required={required} defaultValue={value} rows={2} />
          ) : (
            <Choose
              key={name}
              label={label}
              name={name}
              options={options.map((one) => [one, one])}
              defaultValue={value}
            />
          );
        })}
        <Act look="main" whyNot={whyNot} isBusy={send.isPending}>
          File it
        </Act>
        {send.isSuccess && <p role="status">It is filed.</p>}
      </form>
    </section>
  );
};
