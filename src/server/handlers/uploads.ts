import { relative } from "node:path";
import {
  file,
  importPackage,
  importReport,
  keepRecord,
  openRelease,
  replaceBuild,
  uploadBuild,
} from "../../api/routes/release-routes.ts";
import { toActAnswer } from "../../api/to-act-answer.ts";
import type { Imported } from "../../conductor/engine.ts";
import { actorOf, withoutRequest } from "../call.ts";
import type { House } from "../house.ts";
import { mostUploads, places } from "../places.ts";
import type { Principal } from "../principal.ts";
import { type Served, serve } from "../register.ts";
import { spool } from "../spool.ts";
import { signedIn } from "./me.ts";

/** In bytes: of one report or record, and of a whole build or package. */
const most = { report: 64 * 2 ** 20, whole: 2 ** 30 };

type Upload = { readonly who: Principal | null; readonly address: string; readonly body: unknown };

/** Keeps what is sent while it is read, unless too many are at that already. */
const keeper = (uploads: string) => {
  const under = places(mostUploads);
  return async <T>(
    { who, address, body }: Upload,
    file: { readonly name: string; readonly most: number },
    use: (path: string) => Promise<T>,
  ): Promise<T> => {
    const over = new AbortController();
    under.take(signedIn(who).person.id, address, over.signal);
    try {
      return await spool(uploads, { ...file, body }, use);
    } finally {
      over.abort();
    }
  };
};

/** What is brought to a release: builds, reports, records and documents. */
export const uploadHandlers = (house: House): readonly Served[] => {
  const keep = keeper(house.uploads);
  return [...openHandlers(house), ...fileHandlers(house, keep)];
};

const openHandlers = ({ engine, project, placeOfBuild }: House): readonly Served[] => [
  serve(openRelease, async (call) => {
    const { build, emergency, committedAt, ...rest } = call.body;
    const { id, ...handled } = await engine.open({
      ...rest,
      ...(await project()),
      ...(emergency === undefined ? {} : { emergency }),
      ...(committedAt === undefined ? {} : { committedAt }),
      path: placeOfBuild(build),
      by: actorOf(call),
    });
    return { ...toActAnswer(handled), id };
  }),
  serve(replaceBuild, async (call) => {
    const { build, committedAt, fix, ...rest } = call.body;
    const request = {
      ...rest,
      ...(committedAt === undefined ? {} : { committedAt }),
      ...(fix === undefined ? {} : { fix }),
      path: placeOfBuild(build),
      by: actorOf(call),
    };
    return toActAnswer(await engine.rebuild(call.params.release, request));
  }),
];

const fileHandlers = ({ engine, keepBuild }: House, keep: ReturnType<typeof keeper>): readonly Served[] => [
  serve(uploadBuild, async (call) => ({
    build: await keep(call, { name: "build.zip", most: most.whole }, keepBuild),
  })),
  serve(importReport, async (call) => {
    const { file: name, part, format = null } = call.query;
    const { release, requirement } = call.params;
    const by = withoutRequest(actorOf(call));
    return keep(call, { name, most: most.report }, async (path) =>
      named(await engine.importReport(release, requirement, path, by, { part, format, source: name }), name),
    );
  }),
  serve(importPackage, async (call) => {
    const by = withoutRequest(actorOf(call));
    return keep(call, { name: "package.zip", most: most.whole }, async (path) => {
      const imported = await engine.importPackage(call.params.release, path, by);
      return { imported: imported.map((one) => named(one, relative(path, one.file))) };
    });
  }),
  serve(file, async (call) => {
    const { release, requirement } = call.params;
    return keep(call, { name: requirement, most: most.report }, async (path) =>
      toActAnswer(await engine.file(release, requirement, path, actorOf(call))),
    );
  }),
  serve(keepRecord, (call) => keep(call, { name: "record", most: most.report }, (path) => engine.readRecord(path))),
];

/** Where it lay on the server says nothing to whoever sent it. */
const named = (imported: Imported, file: string): Imported => ({ ...imported, file });
