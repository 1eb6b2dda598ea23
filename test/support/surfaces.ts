import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { reads } from "../../src/api/routes/reads.ts";
import { loadProject, type Project } from "../../src/cli/project.ts";
import { createEngine } from "../../src/conductor/create-engine.ts";
import type { Engine } from "../../src/conductor/engine.ts";
import { toEntry } from "../../src/conductor/entries.ts";
import { releaseStream } from "../../src/conductor/load.ts";
import { type EnvironmentEvent, environmentStream } from "../../src/domain/environment.ts";
import { controlsFor } from "../../src/domain/process/controls.ts";
import type { Process } from "../../src/domain/process/process.ts";
import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import type { Instant } from "../../src/domain/units.ts";
import { AppError } from "../../src/errors.ts";
import { type ReadHandlers, readHandlers } from "../../src/server/handlers/reads.ts";
import type { Principal } from "../../src/server/principal.ts";
import { allControls, defaultProcess } from "./default-process.ts";
import { folder } from "./folder.ts";
import { randomFrom } from "./random.ts";
import { inService, people } from "./release.ts";
import { simulatedDeps } from "./simulated-conductor.ts";
import { simulatedMachine } from "./simulated-machine.ts";
import { simulatedStore } from "./simulated-store.ts";
import { hurriedTime, simulatedTime } from "./simulated-time.ts";
import { newWorld } from "./simulated-world.ts";
import { typing } from "./typing.ts";

const environment = (port: number) =>
  `{ listen: "127.0.0.1:${port}", instances: { command: [run], count: 4, ready: /ready } }`;

const headgateYaml = `service: shop
owner: ada
people:
${people.map(({ id, name, kind, roles, emails }) => `  ${id}: ${JSON.stringify({ name, kind, roles: kind === "agent" ? [] : roles, email: emails[0] ?? `${id}@example.test` })}`).join("\n")}
environments:
  staging: ${environment(8_081)}
  production: ${environment(8_080)}
strategy:
  canary: [{ weight: 5, bake: 10m }, { weight: 50, bake: 10m }, { weight: 100, bake: 10m }]
  answers: { instances: 4, spare: 4, downtime: none, metrics-per-version: true, schema-change: none, acceptance: unsure, budget: double }
data: none
declared: { frameworks: [soc2] }
audiences: { stakeholders: { channel: outbox, to: [board@example.org, support@example.org] } }
channels: { outbox: { file: outbox.jsonl } }
freezes:
  holidays: { title: Holidays, reason: nobody is there, environments: [production], from: 2026-12-20T18:00, to: 2027-01-02T06:00, zone: Europe/Berlin }
`;

/** One release on a journal, at one moment, seen by the command line and by the handlers of the server. */
export type Surfaces = AsyncDisposable & {
  readonly id: string;
  readonly engine: Engine;
  readonly project: Project;
  /** What the command line prints under --json; the code of the error when it refuses. */
  readonly typed: ReturnType<typeof typing>;
  /** What the handler answers, as JSON; likewise. */
  readonly asked: (name: keyof typeof reads, given?: Given) => Promise<unknown>;
};

/** `query`: as it stands in an address. */
type Given = {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  readonly who?: string;
};

const byAda = { kind: "human", id: "ada" } as const;

export const surfaces = async (events: readonly ReleaseEvent[], now: Instant): Promise<Surfaces> => {
  const home = await folder();
  await writeFile(join(home.path, "headgate.yaml"), headgateYaml);
  const project = await loadProject(home.path);
  const store = simulatedStore();
  const time = simulatedTime();
  const world = newWorld(time, randomFrom(1), inService, 4);
  const machine = simulatedMachine(hurriedTime(), () => 0);
  const engine = createEngine({ ...simulatedDeps(machine, store, world, "desk"), now: () => now }, async () => ({}));
  const [first, ...rest] = events;
  if (first?.type !== "ReleaseOpened") throw new RangeError("a history begins with ReleaseOpened");
  const process: Process = { ...defaultProcess, controls: controlsFor(allControls, ["soc2"]) };
  const put = (value: unknown) => store.blobs.put(new TextEncoder().encode(JSON.stringify(value)));
  const opened = { ...first, process: await put(process), config: await put(project.config) };
  await store.journal.append(releaseStream(first.release), 0, [opened, ...rest].map(toEntry(byAda)));
  // The documents of test histories are made of these words, so that their digests are true.
  for (const event of events)
    if (event.type === "DocumentWritten")
      await store.blobs.put(new TextEncoder().encode(`${event.requirement} at ${event.at}`));
  for (const name of ["staging", "production"]) await adopt(store, name, first.at);
  const handlers = readHandlers({ engine, project: async () => project });
  return {
    id: first.release,
    engine,
    project,
    typed: typing({ home: home.path, engine, now }),
    asked: (name, given = {}) => answerOf(handlers, name, given),
    [Symbol.asyncDispose]: () => home[Symbol.asyncDispose](),
  };
};

const adopt = async (store: ReturnType<typeof simulatedStore>, name: string, at: Instant): Promise<void> => {
  const adopted: EnvironmentEvent = {
    type: "EnvironmentAdopted",
    at,
    build: inService,
    count: 4,
    reason: "it runs",
    by: "ada",
  };
  await store.journal.append(environmentStream("shop", name), 0, [toEntry(byAda)(adopted)]);
};

/** As the server calls a handler: what is given goes through the schemas of the route first. */
const answerOf = async (
  handlers: ReadHandlers,
  name: keyof typeof reads,
  { params = {}, query = {}, who = "ada" }: Given,
): Promise<unknown> => {
  const route = reads[name];
  const call = {
    params: route.params.parse(params),
    query: route.query.parse(query),
    body: undefined,
    who: principal(who),
    request: null,
    stillIn: async () => true,
    lastEventId: undefined,
    signal: new AbortController().signal,
    cookies: { get: () => undefined, set: () => undefined, clear: () => undefined },
    address: "127.0.0.1",
    agent: "test",
  };
  try {
    return plain(await (handlers[name] as (call: unknown) => Promise<unknown>)(call));
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
};

const principal = (id: string): Principal => ({
  person: { id, name: people.find((one) => one.id === id)?.name ?? id, kind: "human" },
  permissions: new Set(["see"]),
  by: { kind: "session", id: "session-1", csrf: "" },
});

/** As it goes over a wire. */
export const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
