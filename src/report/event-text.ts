import { exhaustive } from '../cluster/exhaustive.ts'
import type { MissingResources } from '../planner/missing-resources.ts'
import type { Permission } from '../policy/permission.ts'
import type { RunEvent } from '../run/run-event.ts'
import { countsText } from './counts-text.ts'
import { REPAIR_TYPE_NAMES, STATE_NAMES } from './haskell-names.ts'
import { haskellShow } from './haskell-show.ts'
import { printable } from './printable.ts'
import type { ReportText } from './report-text.ts'

/** Formats seconds since the epoch as local time, the way the original does (`Fri Jan  1 00:00:00 UTC 2100`). */
export type FormatTime = (seconds: bigint) => string

/**
 * What a classic run prints for an event; other runs have their own words (event-line.ts). The lines that the original
 * prints too are the original's, to the letter (harep-observed.md section 4): scripts read them. Names come from outside,
 * so control characters in them are escaped.
 */
export function eventText(event: RunEvent, formatTime: FormatTime): ReportText {
  switch (event.kind) {
    case 'missing-resources':
      return {
        to: 'err',
        text: `Warning: cluster has inconsistent data:\n${event.nodes.map(missingLine).join('')}\n`,
      }
    case 'settled': {
      const to = STATE_NAMES[event.to]
      return out(`Moving ${printable(event.instance)} from "${STATE_NAMES.pending}" to "${to}"`)
    }
    case 'repairing':
      return out(`Executing ${REPAIR_TYPE_NAMES[event.type]} repair on ${printable(event.instance)}`)
    case 'refused': {
      const [type, upTo] = [REPAIR_TYPE_NAMES[event.type], REPAIR_TYPE_NAMES[event.upTo]]
      const name = printable(event.instance)
      return out(
        `Not performing a repair of type ${type} on ${name} because only repairs up to ${upTo} are allowed`,
      )
    }
    case 'kept-off':
      return out(
        `Not repairing ${printable(event.instance)} because it's in state ${policyText(event.permission, formatTime)}`,
      )
    case 'would-submit':
      // JSON escapes ESC and newline itself, but neither C1 controls nor bidirectional overrides.
      return out(`jobs: ${printable(JSON.stringify(event.jobs))}`)
    case 'tag-added':
      return out(`>>> Adding the following tag to ${printable(event.instance)}:\n${haskellShow(event.tag)}`)
    case 'tags-removed': {
      const tags = event.tags.map(haskellShow).join('\n')
      return out(`>>> Removing the following tags from ${printable(event.instance)}:\n${tags}`)
    }
    case 'classic-counts':
      return { to: 'out', text: countsText(event.states.map(state => STATE_NAMES[state])) }
    default:
      return exhaustive(event)
  }
}

function out(line: string): ReportText {
  return { to: 'out', text: `${line}\n` }
}

function missingLine({ node, memoryMiB, diskGiB }: MissingResources): string {
  return `  - node ${printable(node)} is missing ${memoryMiB} MB ram and ${diskGiB} GB disk\n`
}

function policyText(
  permission: Permission & { readonly kind: 'not-enabled' | 'suspended' },
  formatTime: FormatTime,
): string {
  if (permission.kind === 'not-enabled') return 'ArNotEnabled'
  const { untilSeconds } = permission
  return untilSeconds === undefined
    ? 'ArSuspended Forever'
    : `ArSuspended (Until ${formatTime(untilSeconds)})`
}
