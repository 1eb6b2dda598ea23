import type { Complaint, Path } from "../config/complaint.ts";
import { meant } from "../config/nearest.ts";
import { noticeWords } from "../domain/notice/words.ts";
import { idsOf, type Parts, placed } from "./parts.ts";

type NoticePart = NonNullable<NonNullable<Parts["notices"]>[number]>;

/** What the parts of each notice owe each other, and the process. */
export const noticeRules = ({ notices, roles, "messages-by": writers }: Parts): readonly Complaint[] => [
  ...unsent(writers, notices),
  ...placed(notices, ["notices"]).flatMap(({ at, it }) => [
    ...nobody(at, it),
    ...unknownPeople(at, it, idsOf(roles)),
    ...wrongRhythm(at, it),
    ...uselessFilters(at, it),
    ...unknownWords([...at, "subject"], it.subject),
    ...unknownWords([...at, "body"], it.body),
  ]),
];

/** What people write has to go somewhere. */
const unsent = (writers: Parts["messages-by"], notices: Parts["notices"]): readonly Complaint[] =>
  writers === undefined || placed(notices, ["notices"]).some(({ it }) => it.on === "message-written")
    ? []
    : [
        {
          path: ["messages-by"],
          what: "has messages written that nobody gets",
          fix: "add a notice on: message-written",
        },
      ];

const nobody = (at: Path, it: NoticePart): readonly Complaint[] =>
  Object.hasOwn(it, "audience") || (Object.hasOwn(it, "to") && it.to?.length !== 0)
    ? []
    : [{ path: at, what: "is for nobody", fix: "name an audience, or people under to:" }];

const whom = ["everyone", "owner", "told"];

const unknownPeople = (at: Path, { to, on }: NoticePart, roles: readonly string[] | null): readonly Complaint[] => {
  // Nobody is asked for anything by what merely happens.
  const known = on?.startsWith("wait-") === false ? whom : [...whom, "asked"];
  return (to ?? []).flatMap((name, i) =>
    name === undefined || roles === null || known.includes(name) || roles.includes(name)
      ? []
      : [
          {
            path: [...at, "to", i],
            what: `there is no role "${name}"`,
            fix: meant(name, [...roles, ...known], "roles"),
          },
        ],
  );
};

const wrongRhythm = (at: Path, it: NoticePart): readonly Complaint[] => {
  if (it.on === undefined) return [];
  const lasts = it.on === "rollback-running";
  if (lasts === Object.hasOwn(it, "every")) return [];
  return lasts
    ? [{ path: at, what: "does not say how often it is told", fix: "add every:, such as every: 30m" }]
    : [{ path: [...at, "every"], what: `${it.on} happens once`, fix: "remove it, or write on: rollback-running" }];
};

const uselessFilters = (at: Path, it: NoticePart): readonly Complaint[] => {
  if (it.on === undefined) return [];
  const isWhole = it.on.startsWith("release-") || it.on === "audience-quiet" || it.on === "message-written";
  const isGraded = it.on.startsWith("rollback-") || it.on.startsWith("trigger-");
  return [
    ...(isWhole && Object.hasOwn(it, "environment")
      ? [{ path: [...at, "environment"], what: `${it.on} has no environment`, fix: "remove it" }]
      : []),
    ...(!isGraded && Object.hasOwn(it, "severities")
      ? [{ path: [...at, "severities"], what: `${it.on} has no severity`, fix: "remove it" }]
      : []),
  ];
};

/** A word that nobody fills in would be sent in its braces. */
const unknownWords = (path: Path, text: string | undefined): readonly Complaint[] =>
  [...(text ?? "").matchAll(/\{(\w+)\}/g)].flatMap(([, word = ""]) =>
    (noticeWords as readonly string[]).includes(word)
      ? []
      : [{ path, what: `nobody fills in {${word}}`, fix: meant(word, noticeWords, "words") }],
  );
