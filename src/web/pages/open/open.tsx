import { useMutation } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { openRelease, uploadBuild } from "../../../api/routes/release-routes.ts";
import { client } from "../../data/client.ts";
import { useWhyNot } from "../../data/session.ts";
import { useSend } from "../../data/use-send.ts";
import { Field, filled, LongField } from "../../parts/field.tsx";
import { Page } from "../../parts/page.tsx";
import { SentForm } from "../../parts/sent-form.tsx";
import { authorsOf, momentOf } from "./view.ts";

/** A release of a build that was validated: its folder as a zip file, or an image by its digest. */
export const Open = () => {
  const [, go] = useLocation();
  const send = useSend(openRelease);
  const whyNot = useWhyNot("prepare");
  const opening = useMutation<void, Error, HTMLFormElement>({
    networkMode: "always",
    async mutationFn(form) {
      const { version = "", commit = "", authors = "", image = "", at = "", emergency = "" } = filled(form);
      const build = image === "" ? await uploaded(form) : image;
      const { id } = await send.mutateAsync({
        body: {
          ...{ version, build, commit, authors: [...authorsOf(authors)], productionAt: momentOf(at) as never },
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
          <Field label="Version" name="version" required />
          <Field label="Build" hint="Its folder as a zip file." name="build" type="file" accept=".zip" />
          <Field label="Or an image" hint="By its digest, such as registry.example/shop@sha256:…" name="image" />
          <Field label="Commit" name="commit" required />
          <Field
            label="Authors"
            hint="Addresses of whoever wrote it, with commas: they may not approve it."
            name="authors"
            required
          />
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

/** The server keeps it under its digest, so that the same one sent twice is there once. */
const uploaded = async (form: HTMLFormElement): Promise<string> => {
  const chosen = new FormData(form).get("build");
  if (!(chosen instanceof File) || chosen.size === 0)
    throw new Error("Choose the zip file of a build, or name an image.");
  return (await client.call(uploadBuild, { bytes: chosen })).build;
};
