import "./no-eval.ts";
import "./design/design.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { followChosenData } from "./data-card/cards.ts";
import { loadFaces } from "./design/faces.ts";
import { TooltipProvider } from "./design/tooltip.tsx";
import { desktopBridge } from "./desktop.ts";
import { readWords, useLanguage } from "./language.ts";
import { askBeforeRunIsLeft } from "./leave-run.ts";
import { endRunWithItsDocument } from "./run-of-document.ts";
import { readSettings } from "./settings.ts";
import { FailureScreen } from "./shell/failure.tsx";
import { keepDrafts } from "./shell/recovery.ts";
import { showTrouble } from "./shell/store.ts";
import { followTheme } from "./shell/theme.ts";
import { tellUnforeseenFailures } from "./shell/unforeseen.ts";
import { askForStartLists } from "./start-lists.ts";
import { connectTraining } from "./training/store.ts";
import { followWorker, onTraining } from "./worker-events.ts";

const place = document.getElementById("root");
if (place === null) throw new Error("index.html has no #root");

followTheme();
void readSettings();
askForStartLists();
const words = readWords();
const faces = loadFaces();
tellUnforeseenFailures();
followWorker();
connectTraining(desktopBridge(), onTraining);
followChosenData();
endRunWithItsDocument();
keepDrafts();
askBeforeRunIsLeft();

const root = createRoot(place);
// Nothing is drawn before language and faces are known. Without its words the window speaks English, and says why.
void Promise.all([words, faces]).then(([trouble]) => {
  if (trouble) showTrouble(trouble);
  root.render(
    <StrictMode>
      <Window />
    </StrictMode>,
  );
});

/** Everything says its words anew in another language; the document and all that is open live outside of the drawing. */
function Window() {
  const locale = useLanguage((state) => state.locale);
  return (
    <TooltipProvider key={locale}>
      <FailureScreen>
        <App />
      </FailureScreen>
    </TooltipProvider>
  );
}
