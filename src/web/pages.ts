import { type ComponentType, lazy } from "react";
import { Home } from "./pages/release/home.tsx";
import { Releases } from "./pages/releases/releases.tsx";

type Params = { readonly params: Readonly<Record<string, string | undefined>> };
type Address = { readonly path: string; readonly Page: ComponentType<Params> };

/** Which page stands at which address. What most people look at first comes with the first load; the rest when it is asked for. */
export const pages: readonly Address[] = [
  { path: "/", Page: Releases },
  { path: "/releases/:release", Page: Home },
  {
    path: "/releases/:release/requirements/:requirement",
    Page: lazy(async () => ({ default: (await import("./pages/requirement/requirement.tsx")).RequirementPage })),
  },
  {
    path: "/releases/:release/room",
    Page: lazy(async () => ({ default: (await import("./pages/room/war-room.tsx")).WarRoom })),
  },
];
