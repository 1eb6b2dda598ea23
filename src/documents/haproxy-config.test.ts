import { expect, test } from "vitest";
import { haproxyConfig } from "./haproxy-config.ts";

const plane = {
  environment: "production",
  listen: { host: "::1", port: 8080 },
  socket: "/run/haproxy.sock",
  folder: "/etc/haproxy/headgate",
  log: { host: "127.0.0.1", port: 5140 },
  sticky: null,
  ready: "/healthz",
  slots: 32,
};

test("it has four sides with so many places, the addresses, and health checks by the path of readiness", () => {
  const text = haproxyConfig(plane);

  expect(text.match(/^backend headgate-8080-[abcd] /gm)).toHaveLength(4);
  expect(text.match(/server-template s 1-32 /g)).toHaveLength(4);
  expect(text.match(/option httpchk GET \/healthz$/gm)).toHaveLength(4);
  expect(text).toContain("bind [::1]:8080");
  expect(text).toContain("log 127.0.0.1:5140 ");
  expect(text).toContain("stats socket /run/haproxy.sock ");
});

test("only what no instance has seen is sent again", () => {
  expect(haproxyConfig(plane).match(/^ *retry-on .*$/gm)).toEqual(["    retry-on conn-failure"]);
});

test("the cookie of users is asked for only where there is one", () => {
  expect(haproxyConfig(plane)).not.toContain("req.cook");
  expect(haproxyConfig({ ...plane, sticky: "uid" })).toContain("req.cook(uid)");
});

test("signs that mean something to HAProxy are signs like others in a path that instances are asked for", () => {
  expect(haproxyConfig({ ...plane, ready: "/up?a='b'#c" })).toContain("httpchk GET /up?a=\\'b\\'\\#c");
});
