import { expect, test } from "vitest";
import { leastHeadgate } from "../../test/support/headgate-yaml.ts";
import { smallProcess } from "../../test/support/small-process.ts";
import { loadConfig } from "./load.ts";
import { showProblem } from "./read-document.ts";

const read = (channel: string, to = "team@example.test") =>
  loadConfig(
    "headgate.yaml",
    `${leastHeadgate}channels: { post: ${channel} }\naudiences: { stakeholders: { channel: post, to: ["${to}"] } }\n`,
    smallProcess(),
  );
const problems = (channel: string, to?: string): string => {
  const reading = read(channel, to);
  return reading.ok ? "" : reading.problems.map(showProblem).join("\n");
};

const mail = (rest: string): string => `{ smtp: "mail.test:587", from: releases@example.test, ${rest} }`;

test("a mail server is encrypted unless somebody says otherwise, and nobody logs in by default", () => {
  const reading = read(mail(""));
  expect(reading).toMatchObject({
    value: {
      channels: {
        post: { smtp: { host: "mail.test", port: 587 }, tls: "starttls", ca: null, user: null, password: null },
      },
    },
  });
});

test("a page may be named by a variable, and so is its secret", () => {
  expect(read("{ webhook: $CHAT, secret: $CHAT_SECRET }")).toMatchObject({
    value: { channels: { post: { webhook: "$CHAT", secret: "$CHAT_SECRET", idempotent: true } } },
  });
});

test.each([
  ["{ smtp: mail.test:587 }", "channels.post.from: is missing; write one address"],
  [mail("form: x"), 'channels.post.form: unknown key; did you mean "from"?'],
  [mail("user: me"), "belong together"],
  [mail("tls: none, user: me, password: $P"), "would send the password in the open"],
  [mail("tls: always"), "starttls"],
  ["{ smtp: mail.test, from: a@b.c }", "write host:port"],
  ['{ webhook: "ftp://example.test/in" }', "write http://"],
  ["{ flie: out.jsonl }", "channels.post"],
])("%s: %s", (channel, problem) => expect(problems(channel)).toContain(problem));

test("a secret that stands in the file is refused, and repeated nowhere", () => {
  for (const channel of [
    mail("user: me, password: hunter2-hunter2"),
    '{ webhook: "https://example.test", secret: whsec_c2VjcmV0 }',
    '{ webhook: "https://me:hunter2-hunter2@example.test/in" }',
  ]) {
    expect(problems(channel)).toContain("$NAME");
    expect(problems(channel)).not.toMatch(/hunter2|c2VjcmV0/);
  }
});

test("who is told by mail has an address", () => {
  expect(problems(mail(""), "the board")).toContain('audiences.stakeholders.to[0]: "the board" is no address');
  expect(problems("{ file: out.jsonl }", "the board")).toBe("");
});
