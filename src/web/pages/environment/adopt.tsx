import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { EnvironmentAnswer } from "../../../api/environment-answer.ts";
import type { ReadOnly } from "../../../api/read-only.ts";
import { adopt } from "../../../api/routes/act-routes.ts";
import { useWhyNot } from "../../data/session.ts";
import { useSend } from "../../data/use-send.ts";
import { Field, filled, LongField } from "../../parts/field.tsx";
import { Section } from "../../parts/section.tsx";
import { SentForm } from "../../parts/sent-form.tsx";
import { BuildField } from "../open/build-fields.tsx";
import { chosenPlace } from "../open/chosen-build.ts";
import { at } from "./view.ts";

/** Says which build runs there, for what came by another way: the first of all, or a change by hand that shall stay. */
export const Adopt = ({ there }: { readonly there: ReadOnly<EnvironmentAnswer> }) => {
  const { environment, runs, heldBy } = there;
  // What is being sent stays in sight when the answer already says that it runs.
  const [isOpen] = useState(runs === null);
  const send = useSend(adopt);
  const permission = useWhyNot("operate");
  const whyNot = heldBy === null ? permission : `${heldBy.rollout} is at work there`;
  const adopting = useMutation<void, Error, HTMLFormElement>({
    networkMode: "always",
    async mutationFn(form) {
      const { version = "", reason = "" } = filled(form);
      const build = await chosenPlace(form);
      await send.mutateAsync({ params: at(environment), body: { build, version, reason } });
      form.reset();
    },
  });
  return (
    <Section title={runs === null ? "Say what runs there" : "Something else runs there?"}>
      <p className="small soft">
        {runs === null
          ? "A release needs a build that it can go back to."
          : "What came another way, and shall stay, is named here; it is the way back from then on."}
      </p>
      <details open={isOpen}>
        <summary>Name the build in service</summary>
        <SentForm label="This runs there" whyNot={whyNot} send={adopting} onSend={(_, form) => adopting.mutate(form)}>
          <Field label="Version" name="version" required />
          <BuildField />
          <LongField label="How that is known" name="reason" required rows={2} />
        </SentForm>
      </details>
    </Section>
  );
};
