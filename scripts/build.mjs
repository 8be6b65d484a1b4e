// npm run build: the production build into out/renderer and out/app.
import { buildApp } from "./production-build.mjs";
import { prepareHeadless } from "./setup/prepare.mjs";
import { runMain } from "./setup/problem.mjs";

await runMain(async () => {
  await prepareHeadless();
  await buildApp();
});
