import { z } from "zod";
import type { SeverityId } from "../domain/incident/incident.ts";

/** One alert of a webhook call of Alertmanager, as a trigger has it. */
export type SentAlert = {
  readonly status: "firing" | "resolved";
  readonly severity: SeverityId;
  readonly says: string;
  readonly environment: string;
  /** By its label of that name; null: whichever is there. Whoever reads a file names one. */
  readonly release: string | null;
  /** Alertmanager's own name for the same labels, so that a repeated call is no second trigger. */
  readonly key: string;
};

const labels = z.record(z.string(), z.string());

const alert = z.object({
  status: z.enum(["firing", "resolved"]),
  labels,
  annotations: labels.default({}),
  fingerprint: z.string().min(1).max(200),
});

/** One call is about one group of alerts. */
const call = z.object({ version: z.literal("4"), alerts: z.array(alert).max(500) });

/** Characters of what an alert says that are kept: a long one is cut, and never left out for that. */
const longest = 500;

/** What teams write where Headgate has one of four words. */
const severities: Readonly<Record<string, SeverityId>> = {
  critical: "critical",
  page: "critical",
  emergency: "critical",
  high: "high",
  error: "high",
  major: "high",
  medium: "medium",
  warning: "medium",
  minor: "medium",
  low: "low",
  info: "low",
  none: "low",
};

/**
 * The body that Alertmanager posts to a webhook, in its version "4". A severity that nobody here knows counts as high: its
 * clock runs, and a person grades it.
 *
 * @returns the alerts, or everything that is wrong with the body
 */
export const readAlertmanager = (
  text: string,
):
  | { readonly ok: true; readonly alerts: readonly SentAlert[] }
  | { readonly ok: false; readonly problems: readonly string[] } => {
  const given = parsed(text);
  if (given === null) return { ok: false, problems: ["it is no JSON"] };
  const read = call.safeParse(given.value);
  if (read.success) return { ok: true, alerts: read.data.alerts.map(toAlert) };
  const problems = read.error.issues.map(({ path, message }) => `${path.join(".") || "the body"}: ${message}`);
  return { ok: false, problems };
};

const parsed = (text: string): { readonly value: unknown } | null => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
};

const toAlert = ({ status, labels: of, annotations, fingerprint }: z.output<typeof alert>): SentAlert => {
  const { alertname = "an alert without a name", severity = "", environment = "production", release = null } = of;
  const words = annotations.summary ?? annotations.description ?? "";
  return {
    status,
    severity: severities[severity.toLowerCase()] ?? "high",
    says: kept(words === "" ? alertname : `${alertname}: ${words}`),
    environment,
    release,
    key: fingerprint,
  };
};

const kept = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 2)} …` : text);
