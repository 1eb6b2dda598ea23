import type { ReleaseEvent } from "../domain/release/events.ts";
import { utc } from "../domain/utc.ts";
import type { DocumentInput } from "./input.ts";
import { bullets, code, md, section, type Text, table } from "./markdown.ts";
import { page, type Template } from "./page.ts";
import { nameOf } from "./people.ts";

/** Everything that the record of this release holds, each under the digest of its bytes (R159). */
export const archive: Template = (input) =>
  page(
    input,
    "archive",
    section("Pinned when the release was opened", pinned(input)),
    section("Builds", builds(input)),
    section("Evidence", table(["Item", "Seen", "Format", "Source", "Digest"], evidence(input))),
    section("Documents", table(["Document", "Written", "By", "Digest"], documents(input))),
    section(
      "Messages",
      table(["Message", "To", "When", "How it went", "No. in the journal", "Hash of that line"], messages(input)),
    ),
    section("Records", table(["Record", "Filed", "By", "Digest"], records(input))),
    section("Signatures", table(["Approval", "Signed", "By", "Digest of what was signed"], signatures(input))),
    section("Journal", journal(input)),
  );

type Rows = readonly (readonly Text[])[];

const pinned = ({ release }: DocumentInput) =>
  bullets([
    md`Process: ${code(release.process)}`,
    md`Configuration: ${code(release.config)}`,
    md`Runbook: ${code(release.plan.runbook.digest)}`,
  ]);

const builds = ({ history }: DocumentInput) =>
  table(
    ["Build", "Since", "Commit", "Digest"],
    history.flatMap(({ event }) =>
      event.type === "ReleaseOpened" || event.type === "BuildReplaced"
        ? [[event.build.version, utc(event.at), event.build.commit, code(event.build.digest)]]
        : [],
    ),
  );

/** All that was ever seen, what a newer look replaced and what spoke of a replaced build too. */
const evidence = ({ history }: DocumentInput): Rows =>
  history.flatMap(({ event }) => {
    if (event.type !== "EvidenceRecorded") return [];
    const { requirement, part, at, format, source, raw } = event.evidence;
    return [[part === "" ? requirement : `${requirement}, ${part}`, utc(at), format, source, code(raw)]];
  });

const documents = ({ history, release: { plan } }: DocumentInput): Rows =>
  history.flatMap(({ event }) =>
    event.type === "DocumentWritten"
      ? [[event.requirement, utc(event.at), nameOf(plan, event.by), code(event.document)]]
      : [],
  );

/** Each is known by its line in the journal: what was sent is not kept, and that it was sent is (R91). */
const messages = ({ history }: DocumentInput): Rows =>
  history.flatMap(({ event, version, hash }) => {
    const sent = sentBy(event);
    return sent === null ? [] : [[sent.what, sent.to, utc(event.at), sent.went, version, code(hash)]];
  });

type Sent = { readonly what: string; readonly to: string; readonly went: string };

const sentBy = (event: ReleaseEvent): Sent | null => {
  if (event.type === "MessageDelivered" || event.type === "MessageBounced")
    return { what: event.requirement, to: event.to, went: wentOf(event.type === "MessageDelivered", event.detail) };
  if (event.type === "NoticeDelivered" || event.type === "NoticeGivenUp")
    return { what: event.notice, to: event.to, went: wentOf(event.type === "NoticeDelivered", event.detail) };
  return null;
};

const wentOf = (arrived: boolean, detail: string): string =>
  `${arrived ? "delivered" : "not delivered"}${detail === "" ? "" : `: ${detail}`}`;

const records = ({ history, release: { plan } }: DocumentInput): Rows =>
  history.flatMap(({ event }) =>
    event.type === "RecordFiled" ? [[event.requirement, utc(event.at), nameOf(plan, event.by), code(event.raw)]] : [],
  );

const signatures = ({ history, release: { plan } }: DocumentInput): Rows =>
  history.flatMap(({ event }) =>
    event.type === "ApprovalGiven"
      ? [[event.requirement, utc(event.at), nameOf(plan, event.by), code(event.shownDigest)]]
      : [],
  );

const journal = ({ history }: DocumentInput) => {
  const last = history.at(-1);
  return last === undefined
    ? md`The history is empty.`
    : bullets([
        md`Lines up to this page: ${history.length}, the last is number ${last.version}`,
        md`Hash of the last line: ${code(last.hash)}`,
      ]);
};
