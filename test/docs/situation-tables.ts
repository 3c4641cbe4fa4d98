import { DISK_TEMPLATES, type DiskTemplate } from '../../src/cluster/instance.ts'
import type { Opcode } from '../../src/cluster/opcode.ts'
import { runs } from '../../src/planner/healing/running.ts'
import { groupedRows } from './grouped-rows.ts'
import { markdownTable } from './markdown-table.ts'
import {
  type Answer,
  answerTo,
  type InstanceWord,
  instanceWords,
  NODE_WORDS,
  type NodeWord,
  namedNodes,
  type Situation,
  TOO_LARGE,
} from './situations.ts'

/** The name of the part of docs/manual.md that situationTables makes. */
export const SITUATION_TABLES = 'tables of situations'

const ANSWERS = ['needs', 'job', 'the guest', 'reason'] as const

/** The tables of the manual that tell what is done in each situation, one for all templates that are treated alike. */
export function situationTables(): string {
  const alike = new Map<string, DiskTemplate[]>()
  for (const template of DISK_TEMPLATES) {
    const table = tableOf(template)
    alike.set(table, [...(alike.get(table) ?? []), template])
  }
  return [...alike]
    .sort(([, [a]], [, [b]]) => ORDER.indexOf(a ?? 'mixed') - ORDER.indexOf(b ?? 'mixed'))
    .map(([table, templates]) => `**${templates.join(', ')}**\n\n${table}\n`)
    .join('')
}

/** The most common ones first. */
const ORDER: readonly DiskTemplate[] = ['drbd', 'file', 'plain', 'diskless', 'mixed']

function tableOf(template: DiskTemplate): string {
  const hasSecondary = template === 'drbd'
  const rows = groupedRows(
    chosen => nextWords(hasSecondary, chosen),
    chosen => cells(answerTo(situationOf(template, hasSecondary, chosen))),
    label,
  )
  const nodes = hasSecondary ? ['primary', 'secondary'] : ['node']
  return markdownTable([[...nodes, 'instance', ...ANSWERS], ...rows.filter(row => row.at(-1) !== FINE)])
}

const FINE = '`nodes-fine`'

function nextWords(hasSecondary: boolean, chosen: readonly string[]): readonly string[] {
  const nodes = hasSecondary ? 2 : 1
  if (chosen.length < nodes) return NODE_WORDS
  return chosen.length === nodes ? instanceWords(nodeWord(chosen[0])) : []
}

function situationOf(
  template: DiskTemplate,
  hasSecondary: boolean,
  [primary, ...rest]: readonly string[],
): Situation {
  const instance = rest.at(-1)
  const words: readonly InstanceWord[] = instanceWords(nodeWord(primary))
  return {
    template,
    primary: nodeWord(primary),
    secondary: hasSecondary ? nodeWord(rest[0]) : undefined,
    instance: words.find(word => word === instance) ?? 'running',
  }
}

function nodeWord(text: string | undefined): NodeWord {
  return NODE_WORDS.find(word => word === text) ?? 'well'
}

/** Words that go together get one name, so that a row says what matters. */
function label(alike: readonly string[], all: readonly string[]): string {
  if (alike.length === all.length) return 'any'
  const names = alike.map(word => {
    if (word === TOO_LARGE) return alike.includes('running') ? undefined : '`running`, too large'
    return /^(ADMIN|ERROR|USER)_|^running$/.test(word) ? `\`${word}\`` : word
  })
  return names.filter(name => name !== undefined).join(', ')
}

function cells(answer: Answer): readonly string[] {
  const { decision, then } = answer
  const { action, reason } = decision
  const code = `\`${reason.code}\``
  if (action.kind !== 'repair') return ['', 'none', '', code]
  const types = [decision, ...then].flatMap(one => (one.action.kind === 'repair' ? [one.action.type] : []))
  const needs = types.map((type, index) => (index === 0 ? `\`${type}\`` : `then \`${type}\``)).join(', ')
  return [needs, action.opcodes.map(opcodeCell).join(', '), guestCell(answer, action.opcodes), code]
}

function opcodeCell(opcode: Opcode): string {
  const name = opcode.OP_ID.replace(/^OP_INSTANCE_/, '')
  const nodes = namedNodes(opcode).length
  if (nodes === 0) return name
  return `${name} (${nodes === 1 ? 'node' : 'nodes'}: harep's choice)`
}

/** What the repair does to the instance itself. */
function guestCell({ instance }: Answer, opcodes: readonly Opcode[]): string {
  const does = (...names: readonly string[]) =>
    opcodes.some(({ OP_ID }) => names.some(name => OP_ID === `OP_INSTANCE_${name}`))
  if (does('REPLACE_DISKS')) return 'not touched'
  if (does('MIGRATE')) return 'runs on'
  const loses = does('RECREATE_DISKS', 'REINSTALL') ? '; **its data are lost**' : ''
  // MOVE starts what is marked up (lib/cmdlib/instance.py, LUInstanceMove).
  if (runs(instance))
    return instance.adminState === 'up' ? 'stopped while its data are copied' : 'stopped for good'
  const isStarted = does('STARTUP') || (does('FAILOVER', 'MOVE') && instance.adminState === 'up')
  return `${isStarted ? 'is started' : 'stays down'}${loses}`
}
