import { z } from "zod";
import type { Report } from "../domain/release/evidence.ts";
import { blank } from "./blank.ts";
import { readInstant, wordsField } from "./fields.ts";
import { checked, parseJson } from "./json.ts";
import { severityFigures } from "./severity-figures.ts";
import { rated, weakness } from "./weakness.ts";

const instance = z.looseObject({
  uri: z.string().default(""),
  method: z.string().default(""),
  param: z.string().default(""),
});
type Instance = z.infer<typeof instance>;

const alert = z.looseObject({
  pluginid: wordsField,
  alertRef: z.string().optional(),
  name: z.string().optional(),
  alert: z.string().optional(),
  riskcode: z.enum(["0", "1", "2", "3"], { error: "a riskcode is 0, 1, 2 or 3" }),
  confidence: z.enum(["0", "1", "2", "3", "4"]).default("2"),
  instances: z.array(instance).default([]),
});
type Alert = z.infer<typeof alert>;

const nothing = "it names no site, so nothing was attacked";
const report = z.looseObject({
  "@programName": wordsField,
  "@version": z.string().default(""),
  created: z.string().optional(),
  site: z
    .array(
      z.looseObject({
        "@name": wordsField,
        alerts: z.array(alert, { error: "a site without a list of alerts was not attacked" }),
      }),
      { error: nothing },
    )
    .min(1, { error: nothing }),
});

const risks = { "0": "info", "1": "low", "2": "medium", "3": "high" } as const;

/**
 * The traditional JSON report of OWASP ZAP (`traditional-json`, with or without requests). A finding for each place of an
 * alert: rule, method, path and parameter, by which the next scan of another host recognises it. Figures `critical`
 * (ZAP knows none), `high`, `medium`, `low`, `total`, `sites`, `falsePositives`: alerts that somebody marked so in ZAP.
 * It names no build.
 *
 * @throws Unreadable, also when no site was attacked
 * @source https://www.zaproxy.org/docs/desktop/addons/report-generation/report-traditional-json/
 */
export const zap = (text: string): Report => {
  const { site: sites, created, ...about } = checked(report, parseJson(text));
  const alerts = sites.flatMap((site) => site.alerts);
  const real = alerts.filter(({ confidence }) => confidence !== "0");
  const unique = new Map(real.flatMap(places).map((one) => [`${one.key} ${one.where}`, one]));
  const { findings } = rated([...unique.values()]);
  return {
    ...blank,
    figures: { ...severityFigures(findings), sites: sites.length, falsePositives: alerts.length - real.length },
    findings,
    madeAt: created === undefined ? null : readInstant(created),
    tool: `${about["@programName"]} ${about["@version"]}`.trim(),
  };
};

const places = (one: Alert) =>
  one.instances.length === 0 ? [found(one, null)] : one.instances.map((at) => found(one, at));

const found = ({ pluginid, alertRef, name, alert: title, riskcode }: Alert, at: Instance | null) =>
  weakness({
    name: alertRef ?? pluginid,
    component: at === null ? "" : [at.method, pathOf(at.uri), at.param].join(" ").trim(),
    word: risks[riskcode],
    title: name ?? title ?? pluginid,
    where: at?.uri ?? "",
  });

const pathOf = (uri: string): string => (URL.canParse(uri) ? new URL(uri).pathname : uri);
