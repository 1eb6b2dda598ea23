import { build } from "./figures.mjs";

const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;" };
// XML 1.0 cannot hold most control characters, not even escaped.
const attribute = (words) => words.replace(/[&<>"\n]/g, (sign) => entities[sign]).replace(/\p{Cc}/gu, "");

const seconds = (ms) => (ms / 1_000).toFixed(3);

/** JUnit XML of results `{ suite, name, ms, problem }`; `problem` is null for a case that passed. */
export const junitReport = (name, began, results) => {
  const titles = [...new Set(results.map(({ suite }) => suite))];
  const parts = titles.map((title) =>
    suite(
      title,
      began,
      results.filter((result) => result.suite === title),
    ),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${attribute(name)}" ${totals(results)}>
${parts.join("\n")}
</testsuites>`;
};

const totals = (cases) => {
  const failures = cases.filter(({ problem }) => problem !== null).length;
  const time = seconds(cases.reduce((sum, { ms }) => sum + ms, 0));
  return `tests="${cases.length}" failures="${failures}" errors="0" skipped="0" time="${time}"`;
};

const suite = (title, began, cases) => `  <testsuite name="${attribute(title)}" ${totals(cases)} timestamp="${began}">
${properties()}${cases.map(testCase).join("\n")}
  </testsuite>`;

const properties = () =>
  build() === null
    ? ""
    : `    <properties><property name="build.digest" value="${attribute(build())}"/></properties>\n`;

const testCase = ({ suite, name, ms, problem }) => {
  const head = `    <testcase classname="${attribute(suite)}" name="${attribute(name)}" time="${seconds(ms)}"`;
  return problem === null ? `${head}/>` : `${head}><failure message="${attribute(problem)}"/></testcase>`;
};
