import { finishRun, startRun } from '../../../sim/driver/simulated-run.ts'
import type { JsonObject } from '../../../src/cluster/json.ts'
import { failover, migrate, move, shutdown, startup } from '../../../src/cluster/opcode.ts'
import { clearRun } from '../../../src/run/commands/clear-run.ts'
import { pass, submit } from '../healing/forgotten.ts'
import type { World } from '../world.ts'

/** A command as an admin types it: its words. */
type Command = readonly string[]

/** The first words behind a command that are none of its own. */
const BEHIND = /(?:[;,)]|\s(?:if|when|in|after|then|or|and)\b).*$/su

/** The commands in a piece of advice, in its order. */
export function commandsIn(advice: string): readonly Command[] {
  return advice
    .split(/(?=\b(?:gnt-(?:instance|group|cluster|node)|harep) )/u)
    .filter(part => /^(?:gnt-|harep clear)/u.test(part))
    .map(part => part.replace(BEHIND, '').trim().split(/\s+/u))
}

/** Does what the commands say, as an admin who waits for the end of each. */
export function follow(world: World, commands: readonly Command[]): void {
  for (const command of commands) {
    const [tool, verb, ...args] = command
    if (tool === 'harep' && verb === 'clear') clear(world, args)
    else {
      submit(world, opcodeOf(command))
      pass(world, 60)
    }
  }
}

function clear(world: World, names: readonly string[]): void {
  const options = { names, all: false, reason: undefined, dryRun: false, version: '0.0.0' }
  const run = startRun(world.kernel, world.cluster, clearRun(options))
  finishRun(world.kernel, run)
  if (run.outcome?.kind !== 'returned') throw new Error(`harep clear ${names.join(' ')} did not work`)
}

const KINDS: Readonly<Record<string, string>> = {
  'gnt-instance': 'instance',
  'gnt-group': 'nodegroup',
  'gnt-cluster': 'cluster',
}

function opcodeOf([tool = '', verb = '', ...args]: Command): JsonObject {
  const [first = '', ...rest] = args
  const unknown = new Error(`an admin has no command ${[tool, verb, ...args].join(' ')}`)
  if (verb === 'add-tags' || verb === 'remove-tags') {
    const isCluster = tool === 'gnt-cluster'
    const kind = KINDS[tool]
    if (kind === undefined) throw unknown
    const name = isCluster ? null : first
    return {
      OP_ID: verb === 'add-tags' ? 'OP_TAGS_SET' : 'OP_TAGS_DEL',
      kind,
      name,
      tags: isCluster ? args : rest,
    }
  }
  const [node = '', instance = ''] = rest
  switch (`${tool} ${verb}`) {
    case 'gnt-node modify':
      return { OP_ID: 'OP_NODE_SET_PARAMS', node_name: node, ...flagsOf(first) }
    case 'gnt-instance shutdown':
      return shutdown(first)
    case 'gnt-instance startup':
      return startup(first)
    case 'gnt-instance failover':
      return failover(first)
    case 'gnt-instance migrate':
      if (first !== '--cleanup') throw unknown
      return { ...migrate(node), cleanup: true }
    case 'gnt-instance move':
      if (first !== '-n') throw unknown
      return move(instance, node)
    default:
      throw unknown
  }
}

function flagsOf(option: string): JsonObject {
  const [, flag = '', value] = /^--(?<flag>offline|drained)=(?<value>yes|no)$/u.exec(option) ?? []
  if (flag === '') throw new Error(`gnt-node modify has no option ${option}`)
  return { [flag]: value === 'yes' }
}
