import type { Digest, Instant, Millis } from "../../../domain/units.ts";

export type SshHost = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** `SHA256:…` of the host's key, as `ssh-keygen -lf` prints it; any other key is refused. */
  readonly fingerprint: string;
  /** Name or address by which the router reaches its instances. */
  readonly reach: string;
};

export type SshSettings = {
  readonly service: string;
  readonly environment: string;
  readonly hosts: readonly SshHost[];
  /** Absolute path of the file with the private key. */
  readonly key: string;
  /** Absolute folder on each host, for one environment of one service. */
  readonly folder: string;
  /** One slot, so at most one instance, per host and port. */
  readonly ports: readonly number[];
  /** Started in the build's folder with PORT in its environment; null when units are used. */
  readonly command: readonly string[] | null;
  /** systemd template such as `shop@`, started as `shop@<port>.service`; null when a command is used. */
  readonly unit: string | null;
  /** The absolute folder of a build whose digest was verified just now. */
  readonly builds: (build: Digest) => string | Promise<string>;
  readonly env: Readonly<Record<string, string>>;
  /** Path that answers 200 once the instance may be given requests. */
  readonly ready: string;
  readonly readyWithin: Millis;
  /** Time between the request to stop and the end by force. */
  readonly stopWithin: Millis;
  readonly now: () => Instant;
};

export const nameOf = ({ host, port }: SshHost): string => (port === 22 ? host : `${host}:${port}`);
