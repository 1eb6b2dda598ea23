import { z } from "zod";
import type { Millis } from "../domain/units.ts";
import type { Complaint } from "./complaint.ts";
import { someDuration } from "./duration.ts";
import { asks } from "./explain.ts";
import type { SignalName } from "./signal-names.ts";
import type { Sound } from "./sound.ts";
import { scalar, strict, text } from "./values.ts";
import { authorization, webAddress } from "./web-address.ts";

/** How the service is watched, as far as Headgate can try it. */
export type Monitoring = {
  readonly dashboards: readonly Dashboard[];
  readonly alertmanager: Alertmanager | null;
};

export type Dashboard = {
  readonly name: string;
  /** The page that people open. */
  readonly url: string;
  readonly authorization: string | null;
  readonly prometheus: { readonly url: string; readonly authorization: string | null };
  /** PromQL, with `{version}` for the version of the build. */
  readonly signals: Readonly<Partial<Record<SignalName, string>>>;
  /** Older samples are no data. */
  readonly within: Millis;
};

export type Alertmanager = {
  readonly url: string;
  readonly authorization: string | null;
  /** The receiver that a test alert must be routed to. */
  readonly receiver: string;
  /** Labels that the routes go by. */
  readonly labels: Readonly<Record<string, string>>;
  readonly acknowledgeWithin: Millis;
};

const query = text.describe("PromQL; {version} stands for the version of the build.");

const signals = strict({
  latency: query.exactOptional(),
  traffic: query.exactOptional(),
  errors: query.exactOptional(),
  saturation: query.exactOptional(),
}).refine((given) => Object.keys(given).length > 0, {
  error: "is empty; name one of latency, traffic, errors, saturation",
});

const dashboard = strict({
  name: text.describe("What people call it."),
  url: webAddress("https://grafana.example.test/d/shop").describe("The page that people open; it must answer 200."),
  authorization,
  prometheus: strict({ url: webAddress("http://127.0.0.1:9090"), authorization }).describe("Where its data come from."),
  signals: signals.describe("The queries behind its panels."),
  within: someDuration.prefault("15m").describe("Samples that are older are no data."),
});

const labelHelp = "write a label of letters, digits and underscores, other than headgate_alert";

const alertmanager = strict({
  url: webAddress("http://127.0.0.1:9093"),
  authorization,
  receiver: text.describe("The receiver that the test alert must be routed to."),
  labels: z
    .record(z.string().regex(/^(?!headgate_alert$)[A-Za-z_]\w*$/, { error: asks(labelHelp) }), scalar)
    .default({})
    .describe("Labels that your routes go by, such as { team: shop }."),
  "acknowledge-within": someDuration.prefault("10m").describe("Somebody on call must have answered by then."),
}).transform(({ "acknowledge-within": acknowledgeWithin, ...rest }): Alertmanager => ({ ...rest, acknowledgeWithin }));

export const monitoring = strict({
  dashboards: z.array(dashboard).default([]).describe("Pages on which people watch the service."),
  alertmanager: alertmanager.nullable().default(null).describe("Where alerts go, to be tried with one of ours."),
}).transform((given): Monitoring => given);

type Given = Sound<z.input<typeof monitoring>>;

/** Nobody can answer an alert when nobody is on call. */
export const monitoringRules = (given: Given | undefined, onCall: unknown): readonly Complaint[] => {
  if (given?.alertmanager == null || onCall != null) return [];
  const path = ["monitoring", "alertmanager"];
  return [{ path, what: "has nobody to answer its test alert", fix: "add on-call: with who is on call when" }];
};
