import { COMMANDS, type CommandName, type OptionEntry } from './option-entry.ts'

/** The commands that plan, and so ask for the bounds and the choice of instances. */
const PLANNING: readonly CommandName[] = ['run', 'status', 'explain']

function flag(
  letter: string | undefined,
  name: string,
  commands: readonly CommandName[],
  description: string,
): OptionEntry {
  return {
    letter,
    name,
    argument: { kind: 'none' },
    completion: 'none',
    description,
    commands,
    original: false,
  }
}

type Valued = Pick<OptionEntry, 'name' | 'completion' | 'commands' | 'description'> & {
  readonly letter?: string
  readonly placeholder: string
  readonly isOptional?: true
}

function valued({ letter, placeholder, isOptional, ...entry }: Valued): OptionEntry {
  const kind = isOptional ? 'optional' : 'required'
  return { letter, argument: { kind, placeholder }, original: false, ...entry }
}

/**
 * The options that we added. Where another tool of Ganeti has one of that meaning, it has that tool's name and letter
 * (hbal: -G, -q, -v, --select-instances, --exclude-instances; gnt-*: -o, --no-headers, --separator).
 */
export const OWN_OPTIONS: readonly OptionEntry[] = [
  flag(undefined, 'classic', ['run'], "decide, act and report as Ganeti 3's own harep does"),
  valued({
    name: 'settle-time',
    placeholder: 'SECONDS',
    completion: 'integer',
    commands: PLANNING,
    description:
      'how long a node must be offline before disks are re-created or shared ones used elsewhere (600)',
  }),
  valued({
    name: 'max-offline',
    placeholder: 'NODES',
    completion: 'integer',
    commands: PLANNING,
    description:
      'no disks are re-created in a group with more nodes offline or silent (2, or a fifth if more)',
  }),
  valued({
    name: 'max-stop',
    placeholder: 'SECONDS',
    completion: 'integer',
    commands: PLANNING,
    description: 'how long a running instance may be stopped while its disks are copied (600)',
  }),
  valued({
    name: 'wait',
    placeholder: 'SECONDS',
    isOptional: true,
    completion: 'integer',
    commands: ['run'],
    description: 'wait for the repairs, go on with what is due after them (attached: --wait=60; 3600)',
  }),
  valued({
    letter: 'G',
    name: 'group',
    placeholder: 'GROUP',
    completion: 'onegroup',
    commands: ['run', 'status'],
    description: 'only instances of these groups (name or UUID; several by comma, or once each)',
  }),
  valued({
    name: 'node',
    placeholder: 'NODE',
    completion: 'onenode',
    commands: ['run', 'status'],
    description: 'only instances with one of these nodes as primary or secondary',
  }),
  valued({
    name: 'instance-tags',
    placeholder: 'TAG,...',
    completion: 'string',
    commands: ['run', 'status'],
    description: 'only instances with a tag that begins with one of these',
  }),
  valued({
    name: 'select-instances',
    placeholder: 'INSTS',
    completion: 'manyinstances',
    commands: ['run', 'status'],
    description: 'only these instances, by comma',
  }),
  valued({
    name: 'exclude-instances',
    placeholder: 'INSTS',
    completion: 'manyinstances',
    commands: ['run', 'status'],
    description: 'all but these instances, by comma',
  }),
  flag('q', 'quiet', ['run'], 'print only what changed and what is wrong'),
  flag('v', 'verbose', ['run', 'status'], 'print also tags and opcodes; status: special values in words'),
  valued({
    name: 'output',
    placeholder: 'FORMAT',
    completion: 'choices=text,json',
    commands: COMMANDS,
    description: 'text (default) or json',
  }),
  valued({
    letter: 'o',
    name: 'fields',
    placeholder: 'FIELDS',
    completion: 'string',
    commands: ['status'],
    description: 'the columns of status, by comma; +FIELDS: besides the default ones',
  }),
  flag(undefined, 'no-headers', ['status'], 'neither a line of titles nor counts'),
  valued({
    name: 'separator',
    placeholder: 'SEP',
    completion: 'string',
    commands: ['status'],
    description: 'SEP between columns instead of aligning them; no counts',
  }),
  flag(
    undefined,
    'all',
    ['status', 'clear'],
    'status: healthy instances too; clear: all tags of repairs, not only failures',
  ),
]
