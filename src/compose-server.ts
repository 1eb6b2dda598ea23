import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pino, { type Logger } from "pino";
import { stateFolder } from "./cli/home.ts";
import type { OpenedServer, ServeOptions } from "./cli/io.ts";
import { readSettings } from "./cli/read-settings.ts";
import { type Composed, compose } from "./compose.ts";
import type { News } from "./conductor/engine.ts";
import type { Person } from "./config/config.ts";
import { listeningAt, type ServerSettings } from "./config/server-settings.ts";
import { keepZippedBuild } from "./drivers/builds/keep-zipped-build.ts";
import { keptProject } from "./kept-project.ts";
import { sendLetter } from "./send-letter.ts";
import { accessDeps } from "./server/access/access-deps.ts";
import { createGatekeeper } from "./server/access/create-gatekeeper.ts";
import { requirePasswordSecret } from "./server/access/password-secret.ts";
import { peopleNow } from "./server/access/people-now.ts";
import type { Letter } from "./server/access/tell-accounts.ts";
import { openHooks } from "./server/hooks/open-hooks.ts";
import { keepConducting } from "./server/keep-conducting.ts";
import { perMinute } from "./server/limits.ts";
import { loadPages } from "./server/load-pages.ts";
import { placeOfBuild } from "./server/place-of-build.ts";
import { runServer } from "./server/run-server.ts";
import { serverLog } from "./server/server-log.ts";

type Outside = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly database: string | undefined;
};

/** The server over one folder of `headgate.yaml`: its routes, who comes in, and a conductor beside. */
export const openServer = async (home: string, options: ServeOptions, outside: Outside): Promise<OpenedServer> => {
  const project = keptProject(home);
  const settings = await settingsOf(home, (await project()).config.people, options);
  const log = serverLog(outside.env.HEADGATE_LOG ?? "info", pino.destination(2));
  const state = join(home, stateFolder);
  const engine = await compose({ home, state, database: outside.database });
  try {
    const access = accessDeps({
      ...{ vault: engine.vault, journal: engine.journal, now: engine.now, settings, env: outside.env },
      people: peopleNow(project),
    });
    await requirePasswordSecret(access);
    const house = {
      ...engine,
      ...{ engine, project, access, version: outside.version, uploads: join(state, "uploads") },
      gate: createGatekeeper(access),
      hooks: openHooks(settings.webhooks, access.secretOf),
      send: async (letter: Letter) => sendLetter(engine, (await project()).config, letter),
      keepBuild: (zip: string) => keepZippedBuild(engine.keepBuild, zip),
      placeOfBuild: (build: string) => placeOfBuild(build, engine.placeOfBuild),
    };
    const { listen, url, behindProxy } = settings;
    const server = await runServer(house, {
      listen,
      url,
      behindProxy,
      log,
      now: engine.now,
      digestOf: engine.digestOf,
      pages: await loadPages(fileURLToPath(new URL("../dist/web", import.meta.url))),
      perMinute: { ...perMinute, all: settings.requestsPerMinute },
    });
    // So that nobody waits for it: the first list reads every history that no list has read before.
    let isStopping = false;
    void engine.page({ limit: 1, after: null }).catch((error: unknown) => {
      if (!isStopping) log.warn({ err: error }, "no list yet");
    });
    const conducting = options.conduct ? conduct(engine, project, log) : { stop: async () => undefined };
    return {
      ...{ url, address: server.address },
      async stop() {
        isStopping = true;
        await server.stop();
        await conducting.stop();
        await engine[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await engine[Symbol.asyncDispose]();
    throw error;
  }
};

const settingsOf = async (
  home: string,
  people: readonly Person[],
  { host, port }: ServeOptions,
): Promise<ServerSettings> => {
  const read = await readSettings(home, people);
  return listeningAt(read, { host: host ?? read.listen.host, port: port ?? read.listen.port });
};

const conduct = (engine: Composed, project: ReturnType<typeof keptProject>, log: Logger) => {
  const services = async () => [(await project()).config];
  return keepConducting({
    conduct: (signal) => engine.conductMany({ signal, services, onNews: (news) => logNews(log, news) }),
    log,
  });
};

const logNews = (log: Logger, news: News): void => {
  if (news.kind === "entries") {
    for (const { version, type } of news.entries) log.debug({ release: news.release, version, type }, "entry");
    return;
  }
  const { kind, ...rest } = news;
  if (kind === "trouble" || kind === "lost" || kind === "unauthorised") log.warn(rest, kind);
  else log.info(rest, kind);
};
