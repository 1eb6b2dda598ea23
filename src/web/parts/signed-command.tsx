import { type ReactNode, useRef } from "react";
import { type CommandRoute, commandRoutes } from "../../api/routes/command-routes.ts";
import type { ProofGiven } from "../../api/routes/proof.ts";
import { commandOf } from "../data/command-of.ts";
import { useWhyNot } from "../data/session.ts";
import { useSend } from "../data/use-send.ts";
import { Act } from "./act.tsx";
import { filled } from "./field.tsx";
import { Problem } from "./problem.tsx";
import { Proof, proofOf } from "./proof.tsx";

type Fields = Readonly<Record<string, string>>;
type Props = {
  readonly release: string;
  readonly command: CommandRoute["command"];
  readonly label: string;
  readonly whyNot?: string;
  readonly look?: "main" | "danger main";
  readonly bodyOf: (fields: Fields) => Readonly<Record<string, unknown>>;
  readonly children?: ReactNode;
};

/** One command that counts as a signature: whoever gives it shows once more who they are (R201). */
export const SignedCommand = ({ release, command, label, whyNot = "", look = "main", bodyOf, children }: Props) => {
  const form = useRef<HTMLFormElement>(null);
  const route = commandOf(commandRoutes, command);
  const send = useSend(route);
  const reason = useWhyNot(route.needs as "approve") || whyNot;
  const give = (given: { readonly proof?: ProofGiven }): void => {
    if (form.current === null || !form.current.reportValidity()) return;
    const { password: _, code: __, ...fields } = filled(form.current);
    send.mutate({ params: { release }, body: { ...bodyOf(fields), ...given } });
  };
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        give(proofOf(filled(event.currentTarget)));
      }}
    >
      {children}
      {reason === "" && <Proof onPasskey={(proof) => give({ proof })} />}
      {send.error !== null && <Problem error={send.error} />}
      <Act look={look} whyNot={reason} isBusy={send.isPending}>
        {label}
      </Act>
      <p role="status" className="small soft">
        {send.data === undefined ? "" : (send.data.note ?? "It is done.")}
      </p>
    </form>
  );
};
