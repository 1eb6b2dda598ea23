import { z } from "zod";
import { route } from "../make-route.ts";
import { listedAnswer } from "../status-answer.ts";
import { digest, id, moment, text } from "../values.ts";
import { actAnswer } from "./act-answer.ts";

const release = z.strictObject({ release: id });
const email = z.string().max(320);

/** Where a page ends: opaque, given by the page before. */
const cursor = z.string().max(300).optional();
const limit = z.coerce.number().int().min(1).max(200).default(50);

export const listReleases = route({
  name: "listReleases",
  method: "GET",
  path: "/api/v1/releases",
  tag: "Releases",
  summary: "Releases and where they stand, newest first",
  needs: "see",
  query: z.strictObject({
    service: id.optional(),
    phase: z.enum(["open", "closed", "rejected", "cancelled", "unreadable"]).optional(),
    limit,
    cursor,
  }),
  answer: z.object({ releases: z.array(listedAnswer), next: z.string().nullable() }),
  refuses: ["CURSOR_UNKNOWN"],
});

/** The source of a build: where its code comes from. */
const source = {
  version: z.string().min(1).max(100),
  build: z
    .string()
    .min(1)
    .max(500)
    .describe("Digest of a build that was uploaded, or the name of an image with its digest."),
  commit: z.string().min(1).max(200),
  committedAt: moment.optional(),
  authors: z.array(email).min(1).max(1_000).describe("Who wrote it; they may not approve it."),
};

export const openRelease = route({
  name: "openRelease",
  repeatable: true,
  method: "POST",
  path: "/api/v1/releases",
  tag: "Releases",
  summary: "Open the release of a build, under the server's own headgate.yaml",
  needs: "prepare",
  body: z.strictObject({
    ...source,
    productionAt: moment.nullable().default(null),
    emergency: text.optional().describe("What cannot wait; absent = an ordinary release."),
  }),
  answer: actAnswer.extend({ id: z.string() }),
  refuses: ["BUILD_INVALID", "ALREADY_OPEN", "UNKNOWN_PERSON", "NO_EMERGENCY"],
});

export const replaceBuild = route({
  name: "replaceBuild",
  repeatable: true,
  method: "POST",
  path: "/api/v1/releases/{release}/build",
  tag: "Releases",
  summary: "Replace the build of a release by a fixed one; the authors of the old one stay among its authors",
  needs: "operate",
  params: release,
  body: z.strictObject({
    ...source,
    reason: text,
    fix: z
      .strictObject({ cause: text, link: text, files: z.array(z.string().max(1_000)).max(20_000).nullable() })
      .optional(),
  }),
  answer: actAnswer,
  refuses: ["RELEASE_NOT_FOUND", "BUILD_INVALID"],
});

export const uploadBuild = route({
  name: "uploadBuild",
  method: "POST",
  path: "/api/v1/builds",
  tag: "Releases",
  summary: "Upload the folder of a build as a zip file",
  needs: "prepare",
  body: "application/zip",
  answer: z.object({ build: digest }),
  refuses: ["BUILD_INVALID", "PACKAGE_INVALID"],
});

const imported = z.object({
  requirement: z.string(),
  part: z.string(),
  file: z.string(),
  digest: z.string(),
  state: z.enum(["recorded", "unreadable", "refused", "unchanged"]),
  reason: z.string(),
});

export const importReport = route({
  name: "importReport",
  method: "POST",
  path: "/api/v1/releases/{release}/requirements/{requirement}/evidence",
  tag: "Evidence",
  summary: "Hand in one report as evidence",
  needs: "prepare",
  params: z.strictObject({ release: id, requirement: id }),
  query: z.strictObject({
    part: z.string().max(200).default(""),
    format: z.string().max(100).optional().describe("Else those that the check reads are tried."),
    file: z.string().max(500).default("report").describe("What the file is called."),
  }),
  body: "application/octet-stream",
  answer: imported,
  refuses: ["RELEASE_NOT_FOUND", "UNKNOWN_REQUIREMENT"],
});

export const importPackage = route({
  name: "importPackage",
  method: "POST",
  path: "/api/v1/releases/{release}/package",
  tag: "Evidence",
  summary: "Hand in a package of reports: a zip file with handoff.yaml",
  needs: "prepare",
  params: release,
  body: "application/zip",
  answer: z.object({ imported: z.array(imported) }),
  refuses: ["RELEASE_NOT_FOUND", "PACKAGE_INVALID", "CONFIG_INVALID", "FILE_UNREADABLE"],
});

export const file = route({
  name: "file",
  method: "POST",
  path: "/api/v1/releases/{release}/requirements/{requirement}/file",
  tag: "Evidence",
  summary: "File a record (YAML or JSON of its fields) or a document (any bytes)",
  needs: "prepare",
  params: z.strictObject({ release: id, requirement: id }),
  body: "application/octet-stream",
  answer: actAnswer,
  refuses: ["RELEASE_NOT_FOUND", "UNKNOWN_REQUIREMENT", "CONFIG_INVALID"],
});

export const keepRecord = route({
  name: "keepRecord",
  method: "POST",
  path: "/api/v1/records",
  tag: "Evidence",
  summary: "Read a record for a proposal; its bytes are kept",
  needs: "prepare",
  body: "application/octet-stream",
  answer: z.object({ fields: z.record(z.string(), z.string()), raw: digest }),
  refuses: ["CONFIG_INVALID"],
});
