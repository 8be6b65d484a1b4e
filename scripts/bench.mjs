// npm run bench: how fast the engine is beside its peers; bench/README.md says how to read it, -- --help the options.
import { register } from "tsx/esm/api";
import { buildIfStale } from "./production-build.mjs";
import { prepareHeadless, prepareWindow } from "./setup/prepare.mjs";
import { runMain } from "./setup/problem.mjs";

await runMain(async () => {
  await prepareHeadless();
  register();
  const { main } = await import("../bench/main.ts");
  const electron = async () => (await prepareWindow({ withScreen: false, log: console.error })).executable;
  process.exitCode = await main(process.argv.slice(2), electron, buildIfStale);
});
