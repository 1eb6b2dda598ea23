import { useMutation } from "@tanstack/react-query";
import { Link, useLocation } from "wouter";
import { replaceBuild } from "../../../api/routes/release-routes.ts";
import { useWhyNot } from "../../data/session.ts";
import { useSend } from "../../data/use-send.ts";
import { Field, filled, LongField } from "../../parts/field.tsx";
import { type OfRelease, ReleasePage } from "../../parts/release-page.tsx";
import { SentForm } from "../../parts/sent-form.tsx";
import { BuildFields } from "./build-fields.tsx";
import { chosenBuild } from "./chosen-build.ts";
import { fixOf } from "./view.ts";

/** Another build for a release that goes on: what was found out and signed about the old one counts no more. */
export const Replace = ({ params: { release = "" } }: OfRelease) => {
  const [, go] = useLocation();
  const send = useSend(replaceBuild);
  const whyNot = useWhyNot("operate");
  const replacing = useMutation<void, Error, HTMLFormElement>({
    networkMode: "always",
    async mutationFn(form) {
      const { reason = "", ...more } = filled(form);
      const fix = fixOf(more);
      const body = { ...(await chosenBuild(form)), reason, ...(fix === null ? {} : { fix }) };
      await send.mutateAsync({ params: { release }, body });
      go(`/releases/${release}`);
    },
  });
  return (
    <ReleasePage
      release={release}
      title="Bring another build"
      says="Evidence and approvals of the old build count no more; everything is asked again for the new one."
    >
      <div className="card">
        <SentForm
          label="Replace the build"
          look="main"
          whyNot={whyNot}
          send={replacing}
          onSend={(_, form) => replacing.mutate(form)}
        >
          <BuildFields authors="Whoever wrote it besides those of the old build: they may not approve it." />
          <LongField label="What was wrong with the old one" name="reason" required rows={2} />
          <LongField label="Its root cause" hint="Needed after a failed attempt." name="cause" rows={2} />
          <Field
            label="Where the fix can be read"
            hint="An address; needed after a failed attempt."
            name="link"
            type="url"
          />
          <LongField
            label="Files that changed"
            hint="One on each line, as git diff --name-only says them; nothing where nobody knows."
            name="files"
            rows={3}
          />
        </SentForm>
        <p className="small">
          <Link href={`/releases/${release}`}>Leave the build as it is</Link>
        </p>
      </div>
    </ReleasePage>
  );
};
