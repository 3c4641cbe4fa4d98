import { exhaustive } from '../cluster/exhaustive.ts'
import { HarepError } from '../cluster/harep-error.ts'
import type { FormatTime } from '../report/event-text.ts'
import { printableLines } from '../report/printable.ts'
import { parseCommandLine } from './command-line.ts'
import type { CommandLine } from './command-lines.ts'
import { completionText } from './completion-text.ts'
import { defaultSocketPath, type Environment } from './environment.ts'
import { helpText } from './help-text.ts'
import type { RunSurroundings } from './run-surroundings.ts'
import { CommandLineError, commandLineErrorText } from './usage-error.ts'
import { type Platform, versionText } from './version-text.ts'
import type { Writer } from './writer.ts'

/** What the command takes from the process it runs in. */
export interface Surroundings {
  readonly environment: Environment
  readonly platform: Platform
  readonly version: string
  readonly writer: Writer
  readonly formatTime: FormatTime
}

/** The whole command, but for the process: returns the exit code, throws nothing. */
export async function harep(argv: readonly string[], surroundings: Surroundings): Promise<0 | 1 | 2> {
  const { writer } = surroundings
  try {
    return await carryOut(parseCommandLine(argv, surroundings.environment), surroundings)
  } catch (error) {
    if (error instanceof CommandLineError) {
      const { version, environment } = surroundings
      writer.err(commandLineErrorText(error, helpText(version, defaultSocketPath(environment))))
      return error.exitCode
    }
    if (error instanceof HarepError) {
      writer.err(`Error: ${printableLines(error.message)}\n`)
      return error.exitCode
    }
    // Not one of docs/errors.md: a defect of harep itself. The stack is what a bug report needs.
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    writer.err(`Error: harep itself failed, please report this with what follows:\n${printableLines(text)}\n`)
    return 1
  }
}

async function carryOut(commandLine: CommandLine, surroundings: Surroundings): Promise<0 | 1> {
  const { writer, version, environment, platform, formatTime } = surroundings
  const run: RunSurroundings = { writer, version, formatTime, environment }
  // Commands are loaded only when they are asked for: --version and the like need neither sockets nor planner, and start in
  // two thirds of the time.
  switch (commandLine.kind) {
    case 'help':
      writer.out(helpText(version, defaultSocketPath(environment)))
      return 0
    case 'version':
      writer.out(versionText(version, platform))
      return 0
    case 'help-completion':
      writer.out(completionText())
      return 0
    case 'classic':
      return await (await import('./classic-command.ts')).classicCommand(commandLine, run)
    case 'run':
      return await (await import('./run-command.ts')).runCommand(commandLine, run)
    case 'status':
      return await (await import('./status-command.ts')).statusCommand(commandLine, run)
    case 'explain':
      return await (await import('./explain-command.ts')).explainCommand(commandLine, run)
    case 'clear':
      return await (await import('./clear-command.ts')).clearCommand(commandLine, run)
    default:
      return exhaustive(commandLine)
  }
}
