import { COMMANDS, type OptionEntry } from './option-entry.ts'
import { OWN_OPTIONS } from './own-options.ts'

/** The options that Ganeti's harep 3.0 has, in its order. */
const ORIGINAL_OPTIONS: readonly OptionEntry[] = [
  {
    letter: 'L',
    name: 'luxi',
    argument: { kind: 'optional', placeholder: 'SOCKET' },
    completion: 'file',
    description: 'talk to luxid on SOCKET (attached: -L/path) instead of the default one',
    commands: COMMANDS,
    original: true,
  },
  {
    letter: undefined,
    name: 'job-delay',
    argument: { kind: 'required', placeholder: 'SECONDS' },
    completion: 'float',
    description: 'start each repair job with a pause of that length (default: none; with --classic 10)',
    commands: ['run'],
    original: true,
  },
  {
    letter: undefined,
    name: 'reason',
    argument: { kind: 'required', placeholder: 'REASON' },
    completion: 'none',
    description: 'text for the reason trail of every job',
    commands: ['run', 'clear'],
    original: true,
  },
  {
    letter: undefined,
    name: 'dry-run',
    argument: { kind: 'none' },
    completion: 'none',
    description: 'change nothing, report what would be done',
    commands: ['run', 'clear'],
    original: true,
  },
  {
    letter: 'V',
    name: 'version',
    argument: { kind: 'none' },
    completion: 'none',
    description: 'print the version and exit',
    commands: COMMANDS,
    original: true,
  },
  {
    letter: 'h',
    name: 'help',
    argument: { kind: 'none' },
    completion: 'none',
    description: 'print this text and exit',
    commands: COMMANDS,
    original: true,
  },
  {
    letter: undefined,
    name: 'help-completion',
    argument: { kind: 'none' },
    completion: 'none',
    description: 'print the options for shell completion and exit',
    commands: COMMANDS,
    original: true,
  },
]

/** All options, in the order of --help and --help-completion: the original's in its order, then ours. */
export const OPTION_TABLE: readonly OptionEntry[] = [...ORIGINAL_OPTIONS, ...OWN_OPTIONS]
