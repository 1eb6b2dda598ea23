import type { EnvironmentAnswer } from "../../../api/environment-answer.ts";
import type { ReadOnly } from "../../../api/read-only.ts";
import { unstick } from "../../../api/routes/act-routes.ts";
import { useWhyNot } from "../../data/session.ts";
import { useSend } from "../../data/use-send.ts";
import { LongField } from "../../parts/field.tsx";
import { Section } from "../../parts/section.tsx";
import { SentForm } from "../../parts/sent-form.tsx";
import { at } from "./view.ts";

/** The last resort against a rollout that does not end; the usual one is its rollback, in the war room. */
export const Unstick = ({ there: { environment } }: { readonly there: ReadOnly<EnvironmentAnswer> }) => {
  const send = useSend(unstick);
  const whyNot = useWhyNot("operate");
  return (
    <Section title="It does not end?">
      <p className="small soft">Roll it back in its war room first. This moves no traffic: it lets the next one in.</p>
      <details>
        <summary>Take the environment from it</summary>
        <SentForm
          label="Take it"
          look="danger"
          whyNot={whyNot}
          send={send}
          onSend={({ reason = "" }, form) =>
            send.mutate({ params: at(environment), body: { reason } }, { onSuccess: () => form.reset() })
          }
        >
          <LongField label="Why" name="reason" required rows={2} />
        </SentForm>
      </details>
    </Section>
  );
};
