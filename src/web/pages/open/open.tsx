import { useMutation } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { openRelease } from "../../../api/routes/release-routes.ts";
import { useWhyNot } from "../../data/session.ts";
import { useSend } from "../../data/use-send.ts";
import { Field, filled, LongField } from "../../parts/field.tsx";
import { Page } from "../../parts/page.tsx";
import { SentForm } from "../../parts/sent-form.tsx";
import { BuildFields } from "./build-fields.tsx";
import { chosenBuild } from "./chosen-build.ts";
import { momentOf } from "./view.ts";

/** A release of a build that was validated: its folder as a zip file, or an image by its digest. */
export const Open = () => {
  const [, go] = useLocation();
  const send = useSend(openRelease);
  const whyNot = useWhyNot("prepare");
  const opening = useMutation<void, Error, HTMLFormElement>({
    networkMode: "always",
    async mutationFn(form) {
      const { at = "", emergency = "" } = filled(form);
      const { id } = await send.mutateAsync({
        body: {
          ...(await chosenBuild(form)),
          productionAt: momentOf(at) as never,
          ...(emergency.trim() === "" ? {} : { emergency }),
        },
      });
      go(`/releases/${id}`);
    },
  });
  return (
    <Page
      title="Open a release"
      says="Under the server's own headgate.yaml as it stands now; the release keeps it to its end."
    >
      <div className="card">
        <SentForm label="Open it" look="main" whyNot={whyNot} send={opening} onSend={(_, form) => opening.mutate(form)}>
          <BuildFields authors="Addresses of whoever wrote it, with commas: they may not approve it." />
          <Field label="Production planned, in UTC" name="at" type="datetime-local" />
          <details>
            <summary>It is an emergency</summary>
            <LongField
              label="What cannot wait"
              hint="The way is shorter then, never none, and somebody reviews it afterwards."
              name="emergency"
              rows={2}
            />
          </details>
        </SentForm>
      </div>
    </Page>
  );
};
