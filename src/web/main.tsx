import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { readSchemasAsTheyAre } from "../api/in-browser.ts";
import { App } from "./app.tsx";
import { queryClient } from "./data/query-client.ts";

readSchemasAsTheyAre();
const root = document.getElementById("root");
if (root === null) throw new Error("the page has no #root");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
