import type { ReactNode } from "react";
import { type CommandRoute, commandRoutes } from "../../api/routes/command-routes.ts";
import { commandOf } from "../data/command-of.ts";
import { useWhyNot } from "../data/session.ts";
import { useSend } from "../data/use-send.ts";
import { Act } from "./act.tsx";
import { emptied, filled } from "./field.tsx";
import { Problem } from "./problem.tsx";

type Body = Readonly<Record<string, unknown>>;
type Asking = {
  readonly release: string;
  readonly command: CommandRoute["command"];
  readonly label: string;
  readonly whyNot?: string;
  readonly look?: "main" | "danger main" | "quiet";
};

/** One command that needs no more words. */
export const Ask = ({ body, look = "main", ...asking }: Asking & { readonly body: Body }) => (
  <Command {...asking} look={look} bodyOf={() => body} />
);

type Filling = Asking & {
  readonly bodyOf: (fields: Readonly<Record<string, string>>) => Body;
  /** The fields that it asks for. */
  readonly children?: ReactNode;
};

/** One command with its form: sent once, whatever happens to the answer; emptied when it is done. */
export const Command = ({ release, command, label, whyNot = "", look, bodyOf, children }: Filling) => {
  const route = commandOf(commandRoutes, command);
  const send = useSend(route);
  const permission = useWhyNot(route.needs as "see");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        const said = filled(form);
        send.mutate({ params: { release }, body: bodyOf(said) }, { onSuccess: () => emptied(form, said) });
      }}
    >
      {children}
      {send.error !== null && <Problem error={send.error} />}
      <Act {...(look === undefined ? {} : { look })} whyNot={whyNot || permission} isBusy={send.isPending}>
        {label}
      </Act>
      <p role="status" className="small soft">
        {send.data === undefined ? "" : (send.data.note ?? "It is done.")}
      </p>
    </form>
  );
};
