import "./no-eval.ts";
import "./design/design.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { followChosenData } from "./data-card/cards.ts";
import { desktopBridge } from "./desktop.ts";
import { endRunWithItsDocument } from "./run-of-document.ts";
import { setUpTheme } from "./shell/theme.ts";
import { connectTraining } from "./training/store.ts";

const place = document.getElementById("root");
if (place === null) throw new Error("index.html has no #root");

setUpTheme();
connectTraining(desktopBridge());
followChosenData();
endRunWithItsDocument();
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
