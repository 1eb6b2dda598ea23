import type { ReactNode } from "react";
import { actOnCalendar, type CalendarAct } from "../../../api/routes/act-routes.ts";
import { useWhyNot } from "../../data/session.ts";
import { useSend } from "../../data/use-send.ts";
import { emptied, LongField } from "../../parts/field.tsx";
import { SentForm } from "../../parts/sent-form.tsx";

type Props = {
  readonly label: string;
  readonly look?: "main" | "danger";
  readonly actOf: (fields: Readonly<Record<string, string>>) => CalendarAct;
  /** The fields that it asks for besides why. */
  readonly children?: ReactNode;
};

/** One act on the calendar, with its reason; what it changed is told with it. */
export const CalendarForm = ({ label, look, actOf, children }: Props) => {
  const send = useSend(actOnCalendar);
  const whyNot = useWhyNot("operate");
  return (
    <SentForm
      label={label}
      {...(look === undefined ? {} : { look })}
      whyNot={whyNot}
      send={send}
      onSend={(fields, form) => send.mutate({ body: actOf(fields) }, { onSuccess: () => emptied(form, fields) })}
    >
      {children}
      <LongField label="Why" name="reason" required rows={2} />
      {send.data?.note != null && <p>{send.data.note}</p>}
      {(send.data?.failed ?? []).map((one) => (
        <p key={one} className="doubt">{`Not judged anew: ${one}`}</p>
      ))}
    </SentForm>
  );
};
