/** What the data plane of one environment is given. */
export type HaproxyPlane = {
  readonly environment: string;
  readonly listen: Address;
  /** Of plain signs only, and so is the folder: HAProxy has no quoting that holds in its files and in its runtime API. */
  readonly socket: string;
  readonly folder: string;
  readonly log: Address;
  /** Cookie that names a user; null when requests are shared out one by one. */
  readonly sticky: string | null;
  /** Path that answers 200 when an instance can be given requests. */
  readonly ready: string;
  /** Places for instances on each side. */
  readonly slots: number;
};

type Address = { readonly host: string; readonly port: number };

/**
 * The whole haproxy.cfg of one environment, for HAProxy 2.6 and later. The names in it are those of the driver
 * (`drivers/traffic/haproxy/settings.ts`), and so are the fields of the entry in `routes.map` (`decision.ts` there).
 */
export const haproxyConfig = (plane: HaproxyPlane): string =>
  [head(plane), defaults(plane), frontend(plane), ...["a", "b", "c", "d"].map((letter) => side(plane, letter))].join(
    "\n",
  );

const nameOf = ({ listen }: HaproxyPlane): string => `headgate-${listen.port}`;
const addressOf = ({ host, port }: Address): string => `${host.includes(":") ? `[${host}]` : host}:${port}`;

/** A word of HAProxy's language, whatever is in it. */
const word = (text: string): string => text.replace(/[\s\\#"'$,()]/g, (sign) => `\\${sign}`);

const head = ({
  environment,
  socket,
  folder,
}: HaproxyPlane): string => `# HAProxy for ${environment}, by headgate data-plane. Before its first start:
#     mkdir -p ${folder}
#     touch ${folder}/routes.map ${folder}/cohorts.map ${folder}/servers.state
# Headgate's user writes to that folder and to the socket; HAProxy reads the folder when it starts.
# Start it with -W, so that old workers of a reload can be told from new ones.
global
    stats socket ${socket} mode 600 level admin expose-fd listeners
    # Ends what an old worker still carries so long after a reload; a drain waits for it.
    hard-stop-after 30s
`;

const defaults = (plane: HaproxyPlane): string => `defaults ${nameOf(plane)}
    mode http
    timeout connect 2s
    timeout client 60s
    timeout server 60s
    timeout http-request 10s
    timeout http-keep-alive 60s
    timeout tunnel 1h
    option forwardfor
    # A reload lets clients that keep their connection finish one more request, and loses none.
    option idle-close-on-response
    # A request is sent again only when no connection came about: then no instance has seen it, so that even a POST is
    # done at most once. empty-response and response-timeout would repeat what may have been done already.
    retries 2
    retry-on conn-failure
    option redispatch 1
    # Idle connections are closed before the services do it: Node's end after 5 s.
    default-server check inter 500ms fall 2 rise 1 init-addr last,127.0.0.1 pool-purge-delay 1s
`;

/** One entry of one map decides, and HAProxy takes a new value between two requests: every change is one step. */
const frontend = (plane: HaproxyPlane): string => {
  const { listen, log, folder, sticky } = plane;
  const name = nameOf(plane);
  return `frontend ${name} from ${name}
    bind ${addressOf(listen)}
    log ${addressOf(log)} len 4096 format raw local0
    log-format '{"build":"%[var(txn.build)]","side":"%b","status":%ST,"ms":%Ta,"end":"%ts","worker":%pid}'
    http-request set-var(txn.route) str(route),map_str(${folder}/routes.map,closed)
    http-request return status 503 content-type "text/html; charset=utf-8" hdr retry-after 5 hdr cache-control no-store string '<!doctype html><html lang="en"><meta charset="utf-8"><title>Maintenance</title><p>This service is being updated. Please try again in a moment.</p></html>' if { var(txn.route) -m beg closed }
    http-request set-var(txn.first) var(txn.route),field(1,/)
    http-request set-var(txn.second) var(txn.route),field(2,/)
    http-request set-var(txn.share) var(txn.route),field(3,/),add(0)
    # Turns by the golden ratio: any share of a million comes out exact, and evenly spread. Weights of servers go no
    # further than 256, and depend on how many instances a side has.
    http-request track-sc0 int(1) table ${name}-turns
    http-request sc-inc-gpc0(0)
    http-request set-var(txn.turn) sc0_get_gpc0,mul(618033),mod(1000000)
${sticky === null ? "" : stickyTo(sticky)}    http-request set-var(txn.side) var(txn.first)
    http-request set-var(txn.side) var(txn.second) if { var(txn.turn),sub(txn.share) -m int lt 0 }
    http-request set-var(txn.token) var(txn.route),field(5,/)
    http-request set-var(txn.cohort) req.hdrs,map_reg(${folder}/cohorts.map) unless { var(txn.token) -m str -- - }
    http-request set-var(txn.side) var(txn.route),field(4,/) if { var(txn.cohort),strcmp(txn.token) eq 0 }
    http-request set-var(txn.build) var(txn.route),field(6,/)
    http-request set-var(txn.build) var(txn.route),field(7,/) if { var(txn.side),strcmp(txn.second) eq 0 }
    use_backend ${name}-%[var(txn.side)]

backend ${name}-turns from ${name}
    stick-table type integer size 1 store gpc0
`;
};

/** By the build too, so that it is not the same users who meet every new one first. */
const stickyTo = (
  cookie: string,
): string => `    # A user's place in the million stays, so that nobody falls back while the share grows.
    http-request set-var(txn.candidate) var(txn.route),field(7,/)
    http-request set-var(txn.turn) req.cook(${word(cookie)}),concat(/,txn.candidate),xxh32,mod(1000000) if { req.cook(${word(cookie)}) -m found }
`;

const side = (plane: HaproxyPlane, letter: string): string => `backend ${nameOf(plane)}-${letter} from ${nameOf(plane)}
    balance roundrobin
    option httpchk GET ${word(plane.ready)}
    http-check expect status 200
    # Addresses and states of the instances, as they were before a restart or a reload.
    load-server-state-from-file local
    server-state-file-name ${plane.folder}/servers.state
    server-template s 1-${plane.slots} slot.invalid:1 disabled
`;
