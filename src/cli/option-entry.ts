/** The commands of harep; without one, it is `run`. */
export const COMMANDS = ['run', 'status', 'explain', 'clear'] as const

export type CommandName = (typeof COMMANDS)[number]

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
  readonly completion:
    | 'none'
    | 'file'
    | 'float'
    | 'integer'
    | 'string'
    | 'onegroup'
    | 'onenode'
    | 'manyinstances'
    | 'choices=text,json'
  /** One line of the help text. */
  readonly description: string
  /** The commands that know it. */
  readonly commands: readonly CommandName[]
  /** Whether Ganeti's harep 3.0 has it. Abbreviations of these stay unique, whatever we add (src/cli/getopt.ts). */
  readonly original: boolean
}
