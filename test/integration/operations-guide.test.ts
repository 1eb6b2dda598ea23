import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:https";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { freePort } from "../../src/free-port.ts";
import { passphrase } from "../support/access.ts";
import { followGuide, hasTools } from "../support/guide.ts";
import { type Shell, shell } from "../support/headgate.ts";
import { hasNginx } from "../support/nginx.ts";
import { hasPostgres, postgres } from "../support/postgres.ts";
import { hasPrometheus } from "../support/prometheus.ts";
import { hasOpenssl, selfSigned } from "../support/self-signed.ts";
import { blocksOf } from "../support/ssh-guide.ts";
import type { TestHost } from "../support/ssh-hosts.ts";
import { startHeadgate } from "../support/start-headgate.ts";
import { canRunSystemd, systemdHosts } from "../support/systemd-hosts.ts";
import { until } from "../support/until.ts";

const page = "docs/operations.md";
const root = resolve(import.meta.dirname, "../..");
const block = (info: string): string => {
  const [text] = blocksOf(page, info);
  if (text === undefined) throw new Error(`the page has no block ${info}`);
  return text;
};
const home = async (): Promise<Shell> => {
  const at = await shell();
  await at.write("headgate.yaml", block("yaml run headgate.yaml"));
  return at;
};
const serve = async (at: Shell) => {
  const server = startHeadgate(at.path, "serve", "--no-conduct");
  await until("the server listens", () => /listens at \S+/.test(server.said()), 30_000);
  return server;
};

describe.runIf(hasTools("sqlite3", "curl", "jq"))("a backup of the embedded journal", () => {
  test("is made while the server runs, restored, verified, and serves who had a token", {
    timeout: 300_000,
  }, async () => {
    const change = { 8090: String(await freePort()), 8091: String(await freePort()) };

    await using followed = await followGuide({ page, change });

    expect(followed.exit, followed.said).toBe(0);
    expect(followed.said).toContain("All is as it was written: every hash was computed again and fits.");
    expect(followed.said).toContain("shop-1.0.0  open");
    expect(followed.said.trim().split("\n").at(-1)).toContain('"watcher"');
  });
});

describe.runIf(hasPostgres && hasTools("pg_dump", "pg_restore", "curl", "jq"))("on PostgreSQL", () => {
  test("two replicas answer alike, one goes on without the other, and a dump comes back whole", {
    timeout: 300_000,
  }, async () => {
    await using server = await postgres();
    const [now, restored] = [await server.database(), await server.database()];
    const change = { 8090: String(await freePort()), 8091: String(await freePort()) };
    const env = { HEADGATE_DATABASE_URL: now.url, RESTORED_DATABASE_URL: restored.url };
    const files = { "headgate.yaml": block("yaml run headgate.yaml") };

    await using followed = await followGuide({ page, word: "postgres", change, env, files });

    expect(followed.exit, followed.said).toBe(0);
    expect(followed.said).toContain("All is as it was written");
    expect(followed.said.match(/\{"ready":true\}/g)).toHaveLength(2);
    expect(followed.said.match(/"watcher"/g)).toHaveLength(3);
  });
});

describe.runIf(canRunSystemd && hasTools("tar"))("on a host with systemd", () => {
  test("it is installed as the page says, runs as an account of its own, comes back, and stops in order", {
    timeout: 400_000,
  }, async () => {
    const signIn = (_: number, key: string): string =>
      `useradd -m ops && install -d -o ops -g ops -m 700 /home/ops/.ssh && echo '${key}' > /home/ops/.ssh/authorized_keys`;
    await using all = await systemdHosts(1, "ops", signIn);
    const [host] = all.hosts;
    const { sh } = host!;
    await copyProgram(host!, all.key.path);
    const files = ["yaml run headgate.yaml", "ini systemd headgate.service"].map(
      (info) => `cat > ${info.split(" ").at(-1)} <<'END'\n${block(info)}END`,
    );
    await sh(["cd /root", ...files, block("sh systemd")].join("\n"));
    const answers = (): Promise<boolean> =>
      sh(`/srv/node -e 'fetch("http://127.0.0.1:8090/readyz").then(({ status }) => process.exit(status - 200))'`).then(
        () => true,
        () => false,
      );
    await until("it is ready", answers, 60_000);
    expect((await sh("ps -o user= -p $(systemctl show -P MainPID headgate)")).trim()).toBe("headgate");
    expect((await sh("stat -c %a /srv/shop/.headgate/journal.db")).trim()).toBe("600");

    const before = await sh("systemctl show -P MainPID headgate");
    await sh("systemctl kill --kill-whom=main --signal=KILL headgate");
    await until(
      "systemd starts it again",
      async () => (await sh("systemctl show -P MainPID headgate")) !== before && answers(),
      60_000,
    );

    await sh("systemctl stop headgate");
    expect((await sh("systemctl show -P Result,ExecMainStatus headgate")).trim().split("\n")).toEqual(["success", "0"]);
  });
});

/** To /opt/headgate, without what only development needs. */
const copyProgram = async ({ host, sh }: TestHost, key: string): Promise<void> => {
  const without = ["@biomejs", "@typescript", "typescript", "@rolldown", "@redocly", "playwright-core"];
  const pack = ["tar", "-C", root, ...without.map((name) => `--exclude=node_modules/${name}`)];
  const ssh = ["ssh", "-i", key, "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", `ops@${host}`];
  const send = [...pack, "-cf", "-", "bin", "src", "package.json", "node_modules", "|", ...ssh, "tar", "-xf", "-"];
  await promisify(execFile)("sh", ["-c", send.join(" ")], { timeout: 120_000 });
  await sh(
    "mkdir /opt/headgate && cp -a /home/ops/bin /home/ops/src /home/ops/package.json /home/ops/node_modules /opt/headgate/ && chown -R root:root /opt/headgate",
  );
};

describe.runIf(hasPrometheus && hasTools("promtool"))("metrics", () => {
  test("are scraped by a real Prometheus that shows a token, and by nobody without", { timeout: 120_000 }, async () => {
    await using at = await home();
    const [port, own] = [await freePort(), await freePort()];
    await at.write("server.yaml", `listen: { port: ${port} }\n`);
    await using _ = await serve(at);
    const [args] = block("sh metrics").split(" | ");
    const made = await at.headgate(...args!.split(" ").slice(1));
    await at.write("headgate.token", made.out.split("\n")[0]!);
    const config = block("yaml metrics prometheus.yml").replace("8090", String(port)).replace("15s", "1s");
    await at.write("prometheus.yml", config);
    await promisify(execFile)("promtool", ["check", "config", join(at.path, "prometheus.yml")]);
    const data = ["--storage.tsdb.path", join(at.path, "data"), "--web.listen-address", `127.0.0.1:${own}`];
    const watcher = spawn("prometheus", ["--config.file", join(at.path, "prometheus.yml"), ...data], {
      stdio: "ignore",
    });
    try {
      const ask = async (query: string) => {
        const url = `http://127.0.0.1:${own}/api/v1/query?query=${encodeURIComponent(query)}`;
        const answer = await fetch(url).catch(() => null);
        // Until it is ready it answers in words.
        return answer?.ok !== true
          ? []
          : ((await answer.json()) as { data: { result: readonly unknown[] } }).data.result;
      };
      const told = ['up{job="headgate"} == 1', "headgate_http_request_seconds_count", "headgate_event_streams"];
      const gauges = ["headgate_nodejs_eventloop_lag_p99_seconds", "headgate_process_resident_memory_bytes"];
      for (const query of [...told, ...gauges]) await until(query, async () => (await ask(query)).length > 0, 30_000);
    } finally {
      watcher.kill();
      await once(watcher, "exit");
    }
    expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(401);
  });
});

const host = "headgate.example.com";
const to = (tls: number) => ({ port: tls, host: "127.0.0.1", rejectUnauthorized: false });

/** Requests over TLS by the name that the certificate of a test does not have. */
const askingAt =
  (tls: number) =>
  (method: string, path: string, more: Record<string, string> = {}, body?: object): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const headers = { host, ...(body === undefined ? {} : { "content-type": "application/json" }), ...more };
      const asked = request({ ...to(tls), method, path, headers });
      asked.on("error", reject).on("response", (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (piece: string) => {
          text += piece;
        });
        const { statusCode: status = 0, headers: got } = response;
        response.on("end", () => resolve({ status, headers: got, body: text }));
      });
      asked.end(body === undefined ? undefined : JSON.stringify(body));
    });

const listen = (tls: number, session: Record<string, string>) => {
  let heard = "";
  const asked = request({ ...to(tls), path: "/api/v1/events", headers: { host, ...session } });
  asked.on("response", (response) => {
    response.setEncoding("utf8").on("data", (piece: string) => {
      heard += piece;
    });
  });
  asked.end();
  return { heard: () => heard, stop: () => asked.destroy() };
};

type Answer = { readonly status: number; readonly headers: NodeJS.Dict<string | string[]>; readonly body: string };

describe.runIf(hasNginx && hasOpenssl())("behind nginx", () => {
  test("https, HSTS, cookies of this host alone, no address that a client made up, and events as they come", {
    timeout: 120_000,
  }, async () => {
    await using at = await home();
    const [port, tls, plain] = [await freePort(), await freePort(), await freePort()];
    await at.write("server.yaml", block("yaml proxy server.yaml").replace("8090", String(port)));
    const { key, certificate } = selfSigned();
    await at.write("key.pem", key);
    await at.write("fullchain.pem", certificate);
    const site = block("nginx proxy headgate.conf")
      .replaceAll("8090", String(port))
      .replace("listen 443 ssl", `listen 127.0.0.1:${tls} ssl`)
      .replace("listen 80", `listen 127.0.0.1:${plain}`)
      .replaceAll("/etc/headgate/tls", at.path);
    await using _ = await serve(at);
    await using __ = await nginxWith(at, site);
    const ask = askingAt(tls);

    const moved = await fetch(`http://127.0.0.1:${plain}/x?y=1`, { redirect: "manual", headers: { host } });
    expect(moved.status).toBe(308);
    const link = (await at.headgate("account", "invite", "ada")).out;
    expect(link).toContain(`https://${host}/invitation#ada.`);
    const invitation = /#(\S+)/.exec(link)?.[1];
    const password = passphrase;
    expect(await ask("POST", "/api/v1/sign-in/invitation", {}, { invitation, password })).toMatchObject({
      status: 200,
    });
    const forged = { "x-forwarded-for": "203.0.113.9" };
    const signedIn = await ask("POST", "/api/v1/sign-in/password", forged, { name: "ada", password });
    expect(signedIn.headers["strict-transport-security"]).toBe("max-age=31536000");
    const [cookie = ""] = signedIn.headers["set-cookie"] ?? [];
    expect(cookie).toMatch(/^__Host-headgate=\S+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const session = { cookie: cookie.split(";")[0]! };
    const mine = JSON.parse((await ask("GET", "/api/v1/me/sessions", session)).body);
    expect(mine).toMatchObject({ sessions: [{ address: "127.0.0.1", current: true }] });

    const stream = listen(tls, session);
    await until("the stream begins", () => stream.heard().includes("retry:"));
    await at.write("dist/server.mjs", "// a build\n");
    const open = ["open", "--build", "dist", "--version", "1.0.0", "--commit", "4f2a91c", "--as", "ada"];
    const opened = await at.headgate(...open, "--author", "zoe@example.test");
    expect(opened.exit, opened.err).toBe(0);
    await until("the event is passed on at once", () => stream.heard().includes("ReleaseOpened"), 5_000);
    stream.stop();
  });
});

const nginxWith = async (at: Shell, site: string): Promise<AsyncDisposable> => {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${at.path}/${name};`)
    .join(" ");
  await at.write("site.conf", site);
  await at.write(
    "nginx.conf",
    `pid ${at.path}/nginx.pid;\nerror_log ${at.path}/error.log;\nevents {}\nhttp { access_log off; ${temporary} include ${at.path}/site.conf; }\n`,
  );
  const config = join(at.path, "nginx.conf");
  await promisify(execFile)("nginx", ["-t", "-c", config]);
  const child = spawn("nginx", ["-c", config, "-g", "daemon off;"], { stdio: "ignore" });
  const port = /127\.0\.0\.1:(\d+);\s+server_name/.exec(site)?.[1];
  await until(
    "nginx answers",
    async () => (await fetch(`http://127.0.0.1:${port}/`, { redirect: "manual" }).catch(() => null)) !== null,
  );
  return {
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
};
