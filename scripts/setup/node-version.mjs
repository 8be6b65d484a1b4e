import { SetupProblem } from "./problem.mjs";

const LEAST = [20, 19];

/**
 * Refuses a Node that is too old, naming the version found, the version wanted and where to get it.
 * @param {string} version as in process.versions.node
 * @throws {SetupProblem}
 */
export function checkNodeVersion(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = LEAST;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return;
  throw new SetupProblem(
    `this is Node ${version}; Layerlab needs ${LEAST.join(".")} or newer. Install it from https://nodejs.org and run the command again.`,
  );
}
