import "./no-eval.ts";
import "./design/design.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { followChosenData } from "./data-card/cards.ts";
import { TooltipProvider } from "./design/tooltip.tsx";
import { desktopBridge } from "./desktop.ts";
import { askBeforeRunIsLeft } from "./leave-run.ts";
import { endRunWithItsDocument } from "./run-of-document.ts";
import { readSettings } from "./settings.ts";
import { FailureScreen } from "./shell/failure.tsx";
import { keepDrafts } from "./shell/recovery.ts";
import { followTheme } from "./shell/theme.ts";
import { tellUnforeseenFailures } from "./shell/unforeseen.ts";
import { connectTraining } from "./training/store.ts";

const place = document.getElementById("root");
if (place === null) throw new Error("index.html has no #root");

followTheme();
void readSettings();
tellUnforeseenFailures();
connectTraining(desktopBridge());
followChosenData();
endRunWithItsDocument();
keepDrafts();
askBeforeRunIsLeft();
createRoot(place).render(
  <StrictMode>
    <TooltipProvider>
      <FailureScreen>
        <App />
      </FailureScreen>
    </TooltipProvider>
  </StrictMode>,
);
