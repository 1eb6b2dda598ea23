import { commandRoutes } from "../../api/routes/command-routes.ts";
import { openRelease, replaceBuild } from "../../api/routes/release-routes.ts";
import type { BuildRequest, Engine, WithoutStamp } from "../../conductor/engine.ts";
import type { Handled } from "../../conductor/handle.ts";
import { releaseId } from "../../conductor/open.ts";
import { handledThere } from "./handled-there.ts";
import { localOnly } from "./local-only.ts";
import { onceOnly, type RemoteHands } from "./remote-hands.ts";
import { sendBuild } from "./send-files.ts";
import { signThere } from "./sign-there.ts";

type ReleaseActs = Pick<Engine, "open" | "rebuild" | "command" | "confirmPresence" | "start">;

/** What is asked of a release goes to the route of its command; the server knows who asks by the token. */
export const releaseActs = (hands: RemoteHands): ReleaseActs => {
  const { client, journal } = hands;
  return {
    async open({ config, process: _, by: __, productionAt, emergency, ...request }) {
      const id = releaseId(config.service, request.version);
      const body = {
        ...(await sourceOf(hands, request)),
        productionAt,
        ...(emergency === undefined ? {} : { emergency }),
      };
      return { id, ...(await handledThere(journal, id, () => client.call(openRelease, { body, ...onceOnly() }))) };
    },
    async rebuild(id, { by: _, reason, fix, ...request }) {
      const body = { ...(await sourceOf(hands, request)), reason, ...(fix === undefined ? {} : { fix: ownFix(fix) }) };
      const asked = { params: { release: id }, body, ...onceOnly() };
      return handledThere(journal, id, () => client.call(replaceBuild, asked));
    },
    command: (id, _, { type, ...body }) => give(hands, id, type, body),
    confirmPresence: (id, requirement, post) => give(hands, id, "ConfirmPresence", { requirement, post }),
    start: (id, requirement) => give(hands, id, "StartRollout", { requirement }),
  };
};

const sourceOf = async ({ client, packZip }: RemoteHands, { path, committedAt, ...source }: BuildRequest) => ({
  ...source,
  authors: [...source.authors],
  build: await sendBuild(client, packZip, path),
  ...(committedAt === undefined ? {} : { committedAt }),
});

type Fix = NonNullable<Parameters<Engine["rebuild"]>[1]["fix"]>;
const ownFix = ({ files, ...fix }: Fix) => ({ ...fix, files: files === null ? null : [...files] });

const give = (
  { client, journal, person, io }: RemoteHands,
  id: string,
  type: WithoutStamp["type"],
  body: Readonly<Record<string, unknown>>,
): Promise<Handled> => {
  const route = commandRoutes.find(({ command }) => command === type);
  // What only the conductor says has no route.
  if (route === undefined) throw localOnly(type);
  const send = (more: object) =>
    client.call(route, { params: { release: id }, body: { ...body, ...more }, ...onceOnly() });
  const isSigned = route.signs && person.kind === "human";
  return handledThere(journal, id, () =>
    isSigned ? signThere(io, person.id, (proof) => send(proof === undefined ? {} : { proof })) : send({}),
  );
};
