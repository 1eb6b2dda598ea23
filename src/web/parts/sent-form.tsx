import type { ReactNode } from "react";
import { Act } from "./act.tsx";
import { filled } from "./field.tsx";
import { Problem } from "./problem.tsx";

type Props = {
  readonly label: string;
  readonly send: { readonly error: Error | null; readonly isPending: boolean; readonly isSuccess?: boolean };
  readonly onSend: (fields: Readonly<Record<string, string>>, form: HTMLFormElement) => void;
  readonly whyNot?: string;
  readonly look?: "main" | "danger";
  readonly children?: ReactNode;
};

/** A form with its problem and its one button. */
export const SentForm = ({ label, send, onSend, whyNot = "", look, children }: Props) => (
  <form
    onSubmit={(event) => {
      event.preventDefault();
      onSend(filled(event.currentTarget), event.currentTarget);
    }}
  >
    {children}
    {send.error !== null && <Problem error={send.error} />}
    <Act {...(look === undefined ? {} : { look })} whyNot={whyNot} isBusy={send.isPending}>
      {label}
    </Act>
    <p role="status" className="small soft">
      {send.isSuccess === true ? "It is done." : ""}
    </p>
  </form>
);
