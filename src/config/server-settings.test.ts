import { expect, test } from "vitest";
import { parse } from "yaml";
import { schemaProblems } from "../../test/support/json-schema-check.ts";
import { serverSchema } from "./json-schema.ts";
import { showProblem } from "./read-document.ts";
import { listeningAt, loadServerSettings } from "./server-settings.ts";

const people = [
  { id: "ada", kind: "human" },
  { id: "ben", kind: "human" },
  { id: "bot", kind: "agent" },
] as const;

const read = (text: string | null) => loadServerSettings("server.yaml", text, people);
const problemsOf = (text: string): string => {
  const reading = read(text);
  return reading.ok ? "" : reading.problems.map(showProblem).join("\n");
};

test.each([null, "", "# nothing yet\n"])("without a word everything is as by default (%j)", (text) => {
  expect(read(text)).toEqual({
    ok: true,
    value: {
      listen: { host: "127.0.0.1", port: 8090 },
      url: "http://localhost:8090",
      behindProxy: [],
      requestsPerMinute: 3_000,
      administrators: [],
      permissions: {},
      sessions: { idle: 1_800_000, longest: 43_200_000 },
      signIn: { local: true, passwordSecret: null, oidc: null },
      webhooks: {},
    },
  });
});

const full = `listen: { host: 0.0.0.0, port: 80 }
url: https://headgate.example.com/
behind-proxy: [10.0.0.1, 10.1.0.0/16, "::1"]
requests-per-minute: 600
administrators: [ada]
permissions: { approve: [ada, ben], operate: [bot] }
sessions: { idle: 10m, longest: 8h }
sign-in:
  local: false
  oidc:
    name: Example
    issuer: https://id.example.com
    client: headgate
    secret: $OIDC_SECRET
    groups: { release-team: [see, operate, approve], it: [administer] }
webhooks:
  alerts: { kind: alertmanager, secret: $ALERTS_SECRET, as: bot }
`;

test("a file of everything is read", () => {
  expect(read(full)).toMatchObject({
    ok: true,
    value: {
      url: "https://headgate.example.com",
      behindProxy: ["10.0.0.1", "10.1.0.0/16", "::1"],
      requestsPerMinute: 600,
      permissions: { approve: ["ada", "ben"] },
      signIn: { local: false, oidc: { groupsClaim: "groups", secret: "$OIDC_SECRET" } },
      webhooks: { alerts: { kind: "alertmanager", as: "bot" } },
    },
  });
  expect(schemaProblems(serverSchema(), parse(full))).toEqual([]);
});

test("every problem at once, each with its line and a fix, and no secret is repeated", () => {
  const wrong = `listen: { prot: 99999 }
url: https://headgate.example.com/app
behind-proxy: [proxy.example, 999.1.1.1, 10.0.0.0/99, 0.0.0.0/0]
administrators: [adda, bot]
permissions: { aprove: [ada], approve: [bem] }
sessions: { idle: 13h }
sign-in:
  local: yes
  oidc: { issuer: "http://id.example.com", client: headgate, secret: hunter2, groups: { it: [admin] } }
webhooks:
  alerts: { kind: alertmanger, secret: whsec_abc, as: ben }
`;
  expect(problemsOf(wrong)).toMatchInlineSnapshot(`
    "server.yaml:1 listen.prot: unknown key; did you mean "port"?
    server.yaml:2 url: is no address; write an origin such as "https://headgate.example.com", without a path, a name or a password
    server.yaml:3 behind-proxy[0]: is no address; write 10.0.0.1, 10.0.0.0/8 or an IPv6 address
    server.yaml:3 behind-proxy[1]: is no address; write 10.0.0.1, 10.0.0.0/8 or an IPv6 address
    server.yaml:3 behind-proxy[2]: is no address; write 10.0.0.1, 10.0.0.0/8 or an IPv6 address
    server.yaml:3 behind-proxy[3]: is every address there is; name those of the proxies
    server.yaml:4 administrators[0]: nobody is called "adda" in headgate.yaml; did you mean "ada"?
    server.yaml:4 administrators[1]: "bot" is an agent, which never administers; name a human
    server.yaml:5 permissions.aprove: unknown key; did you mean "approve"?
    server.yaml:5 permissions.approve[0]: nobody is called "bem" in headgate.yaml; did you mean "ben"?
    server.yaml:6 sessions.idle: is longer than sessions.longest; make it shorter, or that longer
    server.yaml:8 sign-in.local: is the text "yes"; write true or false
    server.yaml:9 sign-in.oidc.issuer: is not encrypted; write https:// (http:// only for this machine)
    server.yaml:9 sign-in.oidc.secret: may be a secret, and files get copied; write $NAME and set that variable where headgate runs
    server.yaml:9 sign-in.oidc.groups.it[0]: is the text "admin"; the choices are see, prepare, operate, approve, administer
    server.yaml:11 webhooks.alerts.kind: is the text "alertmanger"; did you mean "alertmanager"?
    server.yaml:11 webhooks.alerts.secret: may be a secret, and files get copied; write $NAME and set that variable where headgate runs
    server.yaml:11 webhooks.alerts.as: "ben" is a human, and a program would act in their name; name one of kind: agent"
  `);
});

test("it leaves a way to come in", () => {
  expect(problemsOf("sign-in: { local: false }")).toBe(
    "server.yaml:1 sign-in.local: leaves no way to sign in; set it to true, or add sign-in.oidc",
  );
});

test("an address that nobody wrote down follows where it listens; one that is written stays", () => {
  const at = (text: string, port: number) => {
    const reading = read(text);
    if (!reading.ok) throw new Error("the settings are right");
    return listeningAt(reading.value, { host: "127.0.0.1", port }).url;
  };
  expect(at("", 9000)).toBe("http://localhost:9000");
  expect(at("", 0)).toBe("http://localhost:8090");
  expect(at("url: https://headgate.example.com", 9000)).toBe("https://headgate.example.com");
});

test("only what measures rolls back", () => {
  const hook = (kind: string) => `webhooks: { desk: { kind: ${kind}, secret: $DESK, as: bot, rolls-back: true } }\n`;

  expect(problemsOf(hook("tickets"))).toContain("webhooks.desk.rolls-back: is only for kind: alertmanager");
  expect(problemsOf(hook("alertmanager"))).toBe("");
});
