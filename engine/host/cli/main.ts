import { Command, CommanderError } from "commander";
import { TroubleError } from "../../trouble.ts";
import { engineVersion } from "../../version.ts";
import { checkCommand } from "./check.ts";
import { dataCommand } from "./data.ts";
import { evaluateCommand } from "./evaluate.ts";
import { inspectCommand } from "./inspect.ts";
import { predictCommand } from "./predict.ts";
import { type ExitCode, exitCodes, type Subcommand } from "./subcommand.ts";
import { templatesCommand } from "./templates.ts";
import { Terminal } from "./terminal.ts";
import { trainCommand } from "./train.ts";

const subcommands: readonly Subcommand[] = [
  trainCommand,
  checkCommand,
  dataCommand,
  evaluateCommand,
  predictCommand,
  inspectCommand,
  templatesCommand,
];

/** Runs `layerlab` with the words after its name. Never throws: what went wrong is on standard error. */
export async function main(words: readonly string[]): Promise<ExitCode> {
  const terminal = new Terminal(process.stdout, process.stderr);
  process.stdout.on("error", endQuietly);
  let exitCode: ExitCode = exitCodes.done;
  const program = new Command("layerlab")
    .description("Train, check and run Layerlab networks without a window.")
    .version(engineVersion)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "")) });
  for (const subcommand of subcommands) {
    const command = program.command(subcommand.name).description(subcommand.summary);
    for (const { name, help } of subcommand.words) command.argument(name, help);
    for (const { flags, help } of subcommand.options) command.option(flags, help);
    command.action(async () => {
      exitCode = await subcommand.run(command.args, command.opts(), terminal);
    });
  }
  try {
    await program.parseAsync(words, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.badInput;
    if (error instanceof TroubleError) {
      const { title, reason, next } = error.trouble;
      terminal.problem(`${title}. ${reason}\n${next}`);
      return exitCodes.badInput;
    }
    terminal.problem(`Layerlab failed: ${error instanceof Error ? error.message : String(error)}`);
    return exitCodes.failed;
  }
  return exitCode;
}

/** A reader such as `head` has gone: there is nobody left to write to. */
function endQuietly(error: Error): void {
  if ("code" in error && error.code === "EPIPE") process.exit(0);
  throw error;
}
