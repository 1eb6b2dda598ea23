// node docs.mjs <release notes.md> [version]: are all parts of the release notes there, and is none of them empty?
import { readFile } from "node:fs/promises";
import { figuresReport } from "./lib/figures.mjs";
import { run } from "./lib/run.mjs";

/** Beginnings of the headings that every release note has, in this order. */
const required = ["What's New", "Bug Fixes", "Known Issues", "Upgrade", "Need Help"];
const title = /^Release (\d+\.\d+\.\d+\S*) [-–—] \S/;

run(["<release notes.md>", "[version]"], async (path, version) => {
  const { heading, sections } = parse(await readFile(path, "utf8"));
  const problems = [
    ...titleProblems(heading, version),
    ...required.flatMap((name) => (find(sections, name) === -1 ? [["missing", `there is no section “${name}”`]] : [])),
    ...sections
      .filter(isEmpty)
      .map(({ name }) => ["empty", `the section “${name}” is empty; write “None” if it is so`]),
    ...orderProblems(sections),
  ];
  const findings = problems.map(([id, words]) => ({ id, severity: "medium", title: words, where: path }));
  const checked = 2 + required.length + sections.length;
  return figuresReport("release notes", { checked, problems: findings.length }, findings);
});

const plain = (words) => words.replaceAll("’", "'").trim();

/** The text under each heading of level 2; headings inside fenced code are text. */
const parse = (markdown) => {
  let [heading, fenced] = ["", false];
  const sections = [];
  for (const line of markdown.replace(/<!--[\s\S]*?-->/g, "").split(/\r?\n/)) {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
    const found = fenced ? null : /^(#{1,2}) +(.*?)[ #]*$/.exec(line);
    if (found?.[1] === "#") heading ||= plain(found[2]);
    else if (found?.[1] === "##") sections.push({ name: plain(found[2]), text: "" });
    else if (sections.length > 0) sections[sections.length - 1].text += `${line}\n`;
  }
  return { heading, sections };
};

/** Sub-headings alone say nothing. */
const isEmpty = ({ text }) => text.replace(/^#+ .*$/gm, "").trim() === "";

const find = (sections, name) =>
  sections.findIndex((section) => section.name.toLowerCase().startsWith(name.toLowerCase()));

const titleProblems = (heading, version) => {
  const named = title.exec(heading)?.[1];
  if (named === undefined) return [["title", `the title is “${heading}”, not “Release <version> - <date>”`]];
  return version === undefined || named === version
    ? []
    : [["version", `the notes are of ${named}, not of ${version}`]];
};

const orderProblems = (sections) => {
  const places = required.map((name) => find(sections, name)).filter((place) => place >= 0);
  return places.every((place, i) => i === 0 || place > places[i - 1])
    ? []
    : [["order", "the sections are out of order"]];
};
