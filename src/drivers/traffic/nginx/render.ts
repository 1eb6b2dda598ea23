import type { Route } from "../../port.ts";
import { answers } from "../splitter/answers.ts";
import { cohortMap } from "./cohort-map.ts";
import { pack, type State } from "./packed.ts";
import { addressOf, type NginxSettings, prefixOf } from "./settings.ts";
import { wholeWeights } from "./whole-weights.ts";

const page = answers.maintenance;

/**
 * The file that the user's http block includes.
 *
 * Shares are weights of one upstream, not `split_clients`: its turns are exact (1 % of 8,000 requests were 80), while
 * `split_clients` draws lots (56 of 8,000 when 80 were due), and refuses 0 %. The `zone` has all workers count the same
 * turns. Instances of weight 0 are left out, so that no worker of this generation ever connects to them.
 *
 * `max_fails=0`: nginx would otherwise take an instance out after one bad answer and give its share to the other side,
 * and the weights would no longer be what was asked for. A request that meets a dead instance is tried on the next one.
 */
export const render = (listen: NginxSettings["listen"], token: string, state: State): string => {
  const prefix = prefixOf(listen);
  const cohort = state.routes.find((route) => route.cohort !== undefined && route.endpoints.length > 0);
  const blocks =
    state.routes.length === 0
      ? []
      : [
          maps(prefix),
          upstream(
            `${prefix}_split`,
            state.routes.filter(({ weight }) => weight > 0),
          ),
          ...(cohort === undefined
            ? []
            : [upstream(`${prefix}_cohort`, [{ ...cohort, weight: 100 }]), cohortMap(prefix, cohort.cohort!)]),
        ];
  const to = cohort === undefined ? `${prefix}_split` : `$${prefix}_side`;
  const passage = state.routes.length === 0 ? maintenance : forward(prefix, to);
  const underscores = cohort?.cohort?.by === "header" && cohort.cohort.name.includes("_");
  return [
    `# Written by Headgate for ${addressOf(listen)}. Do not edit: the next change of the routes replaces it.`,
    ...blocks,
    `server {
  listen ${addressOf(listen)};
  server_name _;${underscores ? "\n  underscores_in_headers on;" : ""}
${told(prefix, token, state)}
${passage}
}
`,
  ].join("\n");
};

const maps = (prefix: string): string => `map $http_upgrade $${prefix}_connection {
  default upgrade;
  "" close;
}
map $http_x_forwarded_proto $${prefix}_proto {
  default $http_x_forwarded_proto;
  "" $scheme;
}`;

const upstream = (name: string, sides: readonly (Pick<Route, "endpoints"> & { weight: number })[]): string => {
  const weights = wholeWeights(sides.map(({ weight, endpoints }) => ({ weight, instances: endpoints.length })));
  const servers = sides.flatMap(({ endpoints }, i) =>
    endpoints.map((endpoint) => `  server ${endpoint} weight=${weights[i]} max_fails=0;`),
  );
  return `upstream ${name} {\n  zone ${name} ${64 + 2 * servers.length}k;\n${servers.join("\n")}\n}`;
};

/** What the workers say they serve: the only witness that counts, for the file may not have been taken. */
const told = (prefix: string, token: string, state: State): string => {
  const words = pack(state);
  const names = words.map((_, i) => `$${prefix}_state${i}`);
  return `  location = /.headgate/${token} {
    access_log off;
    default_type text/plain;
${words.map((word, i) => `    set ${names[i]} ${word};`).join("\n")}
    return 200 "$pid ${names.join("")}";
  }`;
};

/**
 * A request is tried on another instance when the first one could not be reached, or, unless it is a POST, PATCH or
 * LOCK, when the connection broke: nginx itself never repeats what may have been done. Within 5 s, so that a slow
 * answer is not asked for twice.
 *
 * No connection to an instance is kept: one that the instance closes just then would cost a POST its answer (502).
 */
const forward = (prefix: string, to: string): string => `  location / {
    proxy_pass http://${to};
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header X-Forwarded-Proto $${prefix}_proto;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $${prefix}_connection;
    proxy_connect_timeout 2s;
    proxy_read_timeout 120s;
    proxy_next_upstream error timeout;
    proxy_next_upstream_tries 3;
    proxy_next_upstream_timeout 5s;
  }`;

/** The words and the headers are the splitter's: what users are told does not depend on the router. */
const maintenance = `  location / {
    default_type "${page.headers["content-type"]}";
    add_header Retry-After ${page.headers["retry-after"]} always;
    add_header Cache-Control ${page.headers["cache-control"]} always;
    return ${page.status} '${page.page}';
  }`;
