/** Whether an option takes an argument. An optional one must be attached: `-L/path`, `--luxi=/path`. */
type OptionArgument =
  | { readonly kind: 'none' }
  | { readonly kind: 'optional'; readonly placeholder: string }
  | { readonly kind: 'required'; readonly placeholder: string }

/** One option: the single description that getopt, commander, the help text and shell completion are made from. */
export interface OptionEntry {
  /** The letter after one dash; undefined where there is none. */
  readonly letter: string | undefined
  /** The word after two dashes. */
  readonly name: string
  readonly argument: OptionArgument
  /** What --help-completion says of the argument; Ganeti's completion script knows these words. */
  readonly completion: 'none' | 'file' | 'float'
  /** One line of the help text. */
  readonly description: string
  /** Whether Ganeti's harep 3.0 has it. Abbreviations of these stay unique, whatever we add (src/cli/getopt.ts). */
  readonly original: boolean
}

/** All options, in the order of --help and --help-completion: the original's in its order, then ours. */
export const OPTION_TABLE: readonly OptionEntry[] = [
  {
    letter: 'L',
    name: 'luxi',
    argument: { kind: 'optional', placeholder: 'SOCKET' },
    completion: 'file',
    description: 'talk to luxid on SOCKET (attached: -L/path) instead of the default one',
    original: true,
  },
  {
    letter: undefined,
    name: 'job-delay',
    argument: { kind: 'required', placeholder: 'SECONDS' },
    completion: 'float',
    description: 'start each repair job with a pause of that length',
    original: true,
  },
  {
    letter: undefined,
    name: 'reason',
    argument: { kind: 'required', placeholder: 'REASON' },
    completion: 'none',
    description: 'text for the reason trail of every job',
    original: true,
  },
  {
    letter: undefined,
    name: 'dry-run',
    argument: { kind: 'none' },
    completion: 'none',
    description: 'change nothing, report what a run would do',
    original: true,
  },
  {
    letter: 'V',
    name: 'version',
    argument: { kind: 'none' },
    completion: 'none',
    description: 'print the version and exit',
    original: true,
  },
  {
    letter: 'h',
    name: 'help',
    argument: { kind: 'none' },
    completion: 'none',
    description: 'print this text and exit',
    original: true,
  },
  {
    letter: undefined,
    name: 'help-completion',
    argument: { kind: 'none' },
    completion: 'none',
    description: 'print the options for shell completion and exit',
    original: true,
  },
  {
    letter: undefined,
    name: 'classic',
    argument: { kind: 'none' },
    completion: 'none',
    description: "decide, act and report as Ganeti 3's own harep does",
    original: false,
  },
]
