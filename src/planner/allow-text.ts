import type { RepairType } from '../cluster/repair-type.ts'
import type { TaggedObject } from '../policy/object-permission.ts'
import type { Level } from '../policy/permission.ts'
import type { TagStep } from '../policy/what-allows.ts'

const COMMANDS: Readonly<Record<Level, string>> = {
  instance: 'gnt-instance',
  group: 'gnt-group',
  cluster: 'gnt-cluster',
}

/** What an admin has to do to the tags, as commands in their order. */
export function allowText(steps: readonly TagStep[], instance: string): string {
  const [first] = steps
  const ends = steps.length === 1 && first?.kind === 'remove' && first.untilSeconds !== undefined
  return `${ends ? 'the time, or ' : ''}${steps.map(step => stepText(step, instance)).join(', then ')}`
}

function stepText(step: TagStep, instance: string): string {
  if (step.kind === 'remove') return removeCommand(step.at, instance)
  const { type, inPlaceOf } = step
  const own = `gnt-instance add-tags ${instance} ${enabling(type)}`
  if (inPlaceOf === undefined) return `${own}, or the same tag on its group or the cluster`
  const { level, object, tags } = inPlaceOf
  if (level === 'instance') return `${own}, then ${removeCommand(inPlaceOf, instance)}`
  const where = level === 'cluster' ? 'the cluster' : `group ${object}`
  return `${own}, or the same tag on ${where} in place of ${tags.join(' and ')}`
}

function removeCommand({ level, object, tags }: TaggedObject, instance: string): string {
  const target = { instance: ` ${instance}`, group: ` ${object}`, cluster: '' }[level]
  return `${COMMANDS[level]} remove-tags${target} ${tags.join(' ')}`
}

function enabling(type: RepairType): string {
  return `ganeti:watcher:autorepair:${type}`
}
