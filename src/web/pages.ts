import { type ComponentType, lazy } from "react";
import { Home } from "./pages/release/home.tsx";
import { Releases } from "./pages/releases/releases.tsx";

type Params = { readonly params: Readonly<Record<string, string | undefined>> };
type Page = ComponentType<Params>;
type Address = { readonly path: string; readonly Page: Page };

const later = (load: () => Promise<Page>): Page => lazy(async () => ({ default: await load() }));

/** Which page stands at which address. What most people look at first comes with the first load; the rest when it is asked for. */
export const pages: readonly Address[] = [
  { path: "/", Page: Releases },
  { path: "/open", Page: later(async () => (await import("./pages/open/open.tsx")).Open) },
  { path: "/calendar", Page: later(async () => (await import("./pages/calendar/calendar.tsx")).Calendar) },
  { path: "/service", Page: later(async () => (await import("./pages/service/service.tsx")).Service) },
  {
    path: "/environments/:environment",
    Page: later(async () => (await import("./pages/environment/environment.tsx")).Environment),
  },
  { path: "/figures", Page: later(async () => (await import("./pages/figures/figures.tsx")).Figures) },
  { path: "/settings", Page: later(async () => (await import("./pages/settings/settings.tsx")).Settings) },
  { path: "/releases/:release", Page: Home },
  { path: "/releases/:release/build", Page: later(async () => (await import("./pages/open/replace.tsx")).Replace) },
  {
    path: "/releases/:release/package",
    Page: later(async () => (await import("./pages/release/package.tsx")).Package),
  },
  { path: "/releases/:release/plan", Page: later(async () => (await import("./pages/plan/plan.tsx")).Plan) },
  {
    path: "/releases/:release/checklist",
    Page: later(async () => (await import("./pages/checklist/checklist.tsx")).Checklist),
  },
  { path: "/releases/:release/room", Page: later(async () => (await import("./pages/room/war-room.tsx")).WarRoom) },
  {
    path: "/releases/:release/validation",
    Page: later(async () => (await import("./pages/validation/validation.tsx")).Validation),
  },
  { path: "/releases/:release/issues", Page: later(async () => (await import("./pages/issues/issues.tsx")).Issues) },
  {
    path: "/releases/:release/documents",
    Page: later(async () => (await import("./pages/documents/documents.tsx")).Documents),
  },
  {
    path: "/releases/:release/controls",
    Page: later(async () => (await import("./pages/controls/controls.tsx")).Controls),
  },
  {
    path: "/releases/:release/history",
    Page: later(async () => (await import("./pages/history/history.tsx")).History),
  },
  {
    path: "/releases/:release/requirements/:requirement",
    Page: later(async () => (await import("./pages/requirement/requirement.tsx")).RequirementPage),
  },
];
