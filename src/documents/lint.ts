/** What is wrong with a page that people wrote or approved, in words; nothing when it can be published. */
export const lintPage = (text: string): readonly string[] =>
  text.trim() === "" ? ["it is empty"] : [...placeholders(text), ...brokenAnchors(text)];

/** Of the notes for users: what is new, what they will notice, and what they have to do. */
export const lintNotes = (text: string): readonly string[] => {
  const parts = sectionsOf(text);
  const find = (heading: RegExp) => parts.find(({ title }) => heading.test(title));
  const impact = find(/\bimpact\b|\bnotice\b/i)?.body ?? parts[0]?.body ?? "";
  return [
    ...whatIsMissing("what is new", find(/\bwhat.{0,3}s new\b|\bfeatures?\b|\bchanges\b/i)?.body),
    ...whatIsMissing("the upgrade", find(/\bupgrad/i)?.body),
    ...whatIsMissing("what users will notice", impact),
  ];
};

/**
 * Of a page that the process asks for: whether it speaks of everything that it has to, each under a heading that has one
 * of the words. One heading may name several of them.
 */
export const lintSections = (
  text: string,
  owed: readonly { readonly names: readonly string[] }[],
): readonly string[] => {
  if (owed.length === 0) return [];
  // The title of the page is no section of it.
  const parts = sectionsOf(text).filter(({ level }, i) => i > 0 || level > 1);
  const missing = owed.flatMap(({ names }) => {
    const found = parts.filter(({ title }) => wordsIn(title).some((word) => names.includes(word)));
    return whatIsMissing(names[0] ?? "", (found.find(({ body }) => body.trim() !== "") ?? found[0])?.body);
  });
  return [...lintPage(text), ...missing];
};

const wordsIn = (title: string): readonly string[] => title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** The known issues are the open defects, each by its id and no other; with none of them the page has to say so. */
export const lintKnownIssues = (text: string, open: readonly string[]): readonly string[] => {
  const missing = open.filter((id) => !mentions(text, id));
  if (missing.length > 0) return missing.map((id) => `${id} is open and not in it`);
  if (open.length > 0) return strangers(text, open).map((id) => `${id} is in it and not open`);
  return /\b(?:none|no known issues?|nothing known)\b/i.test(text) ? [] : ["nothing is open, and it does not say none"];
};

/** Targets of its links that lie beside it: no address, and no place within the page. */
export const relativeLinks = (text: string): readonly string[] => [
  ...new Set(
    linksIn(text)
      .filter((target) => !/^[a-z][\w+.-]*:|^\/\/|^#/i.test(target))
      .map((target) => target.replace(/[?#].*$/, ""))
      .filter((target) => target !== ""),
  ),
];

const whatIsMissing = (what: string, body: string | undefined): readonly string[] => {
  if (body === undefined) return [`it has no section for ${what}`];
  return body.trim() === "" || /^not written yet\.?$/i.test(body.trim()) ? [`its section for ${what} is empty`] : [];
};

type Section = { readonly level: number; readonly title: string; readonly body: string };

/** By its headings, each with what is below it; the first one holds what comes before the second. */
const sectionsOf = (text: string): readonly Section[] => {
  const parts = withoutCode(text)
    .split(/^(?=#{1,6}\s)/m)
    .filter((part) => part.trim() !== "")
    .map((part): Section => {
      const [, marks = "#", title = "", body = part] = /^(#{1,6})\s+(.*)\n?([\s\S]*)$/.exec(part) ?? [];
      return { level: marks.length, title, body };
    });
  return parts.map((part, i) => (i === 0 ? part : { ...part, body: part.body + below(part, parts.slice(i + 1)) }));
};

const below = ({ level }: Section, after: readonly Section[]): string => {
  const end = after.findIndex((one) => one.level <= level);
  return after
    .slice(0, end < 0 ? undefined : end)
    .map(({ title, body }) => `\n${title}\n${body}`)
    .join("");
};

const marks: readonly RegExp[] = [
  /\b(?:TODO|TBD|FIXME|XXX)\b/g,
  /\blorem ipsum\b/gi,
  /\[(?:placeholder|insert [^\]]*|to be (?:written|done|defined))\]/gi,
  /<(?:placeholder|insert [^>]*|your [^>]*)>/gi,
  /\{\{[^}]*\}\}/g,
];

const placeholders = (text: string): readonly string[] => [
  ...new Set(
    marks.flatMap((mark) => [...withoutCode(text).matchAll(mark)].map(([found]) => `it still says "${found}"`)),
  ),
];

const linksIn = (text: string): readonly string[] =>
  [...withoutCode(text).matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)].map(([, target = ""]) => target);

const brokenAnchors = (text: string): readonly string[] => {
  const anchors = new Set(sectionsOf(text).map(({ title }) => anchorOf(title)));
  return linksIn(text)
    .filter((target) => target.startsWith("#") && !anchors.has(target.slice(1).toLowerCase()))
    .map((target) => `its link ${target} leads to no heading`);
};

const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .trim()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");

const withoutCode = (text: string): string =>
  text.replace(/^ {0,3}(`{3,}|~{3,})[\s\S]*?^ {0,3}\1\s*$/gm, "").replace(/`[^`\n]*`/g, "");

const isPart = /[\p{L}\p{N}-]/u;

/** As a word of its own: SHOP-1 is not in SHOP-12. */
const mentions = (text: string, id: string): boolean => {
  for (let at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 1)) {
    const [before, after] = [text[at - 1] ?? " ", text[at + id.length] ?? " "];
    if (!isPart.test(before) && !isPart.test(after)) return true;
  }
  return false;
};

/** Ids of the same tracker, by their prefix. What else looks like an id (UTF-8) is none. */
const strangers = (text: string, open: readonly string[]): readonly string[] => {
  const prefixes = new Set(open.flatMap((id) => /^([A-Za-z][A-Za-z0-9]*-)\d+$/.exec(id)?.[1] ?? []));
  const found = [...text.matchAll(/(?<![\p{L}\p{N}-])([A-Za-z][A-Za-z0-9]*-)\d+(?![\p{L}\p{N}-])/gu)];
  return [
    ...new Set(found.filter(([id, prefix = ""]) => prefixes.has(prefix) && !open.includes(id)).map(([id]) => id)),
  ];
};
