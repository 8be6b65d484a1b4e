/**
 * A failure that setup can explain. Whoever started setup prints the message alone: the stack says nothing
 * to a person whose disk is full.
 */
export class SetupProblem extends Error {}

/**
 * Runs a script's main function: an explained failure is printed as words, any other with its stack; both
 * end the process with exit code 1.
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof SetupProblem ? `setup: ${error.message}` : error);
    process.exitCode = 1;
  }
}
