import { exhaustive } from '../cluster/exhaustive.ts'
import { isJsonArray } from '../cluster/json.ts'
import type { Opcode } from '../cluster/opcode.ts'
import type { RunEvent } from '../run/run-event.ts'
import { eventText, type FormatTime, type ReportText } from './event-text.ts'
import { STATE_NAMES } from './haskell-names.ts'
import { haskellShow } from './haskell-show.ts'
import { printable } from './printable.ts'

/** The last line of a dry run. */
const DRY_RUN_END = 'Dry run: nothing was changed.\n'

/**
 * What a run that is not --classic prints for an event: the words of the tags for repairs, and for a dry run what would
 * be done, never that it is. Events that mean the same in both kinds of run have the text of the classic one.
 */
export function healingEventText(
  event: RunEvent,
  { dryRun, formatTime }: { readonly dryRun: boolean; readonly formatTime: FormatTime },
): ReportText {
  const verb = (done: string, due: string) => (dryRun ? `Would ${due}` : done)
  switch (event.kind) {
    case 'settled': {
      const to = STATE_NAMES[event.to]
      return out(
        `${verb('Moving', 'move')} ${printable(event.instance)} from "${STATE_NAMES.pending}" to "${to}"`,
      )
    }
    case 'repairing':
      return out(`${verb('Executing', 'execute')} ${event.type} repair on ${printable(event.instance)}`)
    case 'refused':
      return out(
        `Not performing a repair of type ${event.type} on ${printable(event.instance)} because only repairs up to ${event.upTo} are allowed`,
      )
    case 'would-submit':
      return { to: 'out', text: event.jobs.map(jobLine).join('') }
    case 'tag-added':
      return out(
        `>>> ${verb('Adding', 'add')} the following tag to ${printable(event.instance)}:\n${haskellShow(event.tag)}`,
      )
    case 'tags-removed': {
      const tags = event.tags.map(haskellShow).join('\n')
      return out(
        `>>> ${verb('Removing', 'remove')} the following tags from ${printable(event.instance)}:\n${tags}`,
      )
    }
    case 'adopted':
      return out(
        `${verb('Taking on', 'take on')} job ${event.job}, a ${event.type} of ${printable(event.instance)} that an interrupted run submitted without a tag`,
      )
    case 'cancelled':
      return out(
        `${verb('Cancelling', 'cancel')} job ${event.job}, since the disks of ${printable(event.instance)} need not be made anew any more`,
      )
    case 'summary': {
      const { to, text } = eventText(event, formatTime)
      return { to, text: event.dryRun ? text + DRY_RUN_END : text }
    }
    case 'missing-resources':
    case 'kept-off':
    case 'problem':
    case 'queue-drained':
    case 'classic-counts':
      return eventText(event, formatTime)
    default:
      return exhaustive(event)
  }
}

function out(line: string): ReportText {
  return { to: 'out', text: `${line}\n` }
}

function jobLine(opcodes: readonly Opcode[]): string {
  return `Would submit a job: ${opcodes.map(opcodeText).join(', ')}\n`
}

/** An opcode's name, and the instance and nodes that it is about; the rest is what every such opcode has. */
function opcodeText(opcode: Opcode): string {
  const name = opcode.OP_ID.replace(/^OP_/, '')
  const instance = opcode['instance_name']
  const nodes = opcode['nodes']
  const on = isJsonArray(nodes) && nodes.length > 0 ? ` on ${nodes.map(String).join(', ')}` : ''
  return printable(typeof instance === 'string' ? `${name} ${instance}${on}` : name)
}
