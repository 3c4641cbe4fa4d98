import { DISK_TEMPLATES, INSTANCE_STATUSES } from '../../src/cluster/instance.ts'
import { printable } from '../../src/report/printable.ts'
import type { DefinedDiskTemplate } from '../ganeti/cluster-definition.ts'
import { ImportError } from './import-error.ts'
import type { ReportedCluster, ReportedGroup, ReportedInstance, ReportedNode } from './reported-cluster.ts'
import { DRBD_METADATA_MIB } from './to-definition.ts'

/*
 * The text format of Ganeti's htools, which hscan writes and all of them read with -t (Ganeti src/Ganeti/HTools/Backend/
 * Text.hs). Sections are separated by empty lines: groups, nodes, instances, tags of the cluster, instance policies. Each
 * line but those of the tags is a row of fields separated by `|`; later versions have added fields at the end, so older
 * files have fewer. A node of which nothing is known has `?` for its figures.
 *
 * The format knows the storage that an instance takes, and not how it is divided: it becomes one disk. It does not know the
 * name of the cluster, nor its hypervisor, job slots or allocator.
 */

/** Reads such a text. Throws ImportError with `fileName` and the line of what is wrong. */
export function fromHtools(text: string, fileName: string): ReportedCluster {
  const [groupLines = [], nodeLines = [], instanceLines = [], tagLines = []] = sections(text)
  // Some files lack the tags' section and go on with the policies; a tag has no `|`.
  const tags = tagLines.map(line => line.text).filter(tag => !tag.includes('|'))
  const reader = (line: Line, what: string) => new Fields(line, what, fileName)
  const groups = groupLines.map(line => group(reader(line, 'group')))
  if (groups.length === 0)
    throw new ImportError(`${fileName}:1: no node group; is this a file of hscan, or of another -t option?`)
  // By either: test data has identifiers that are no UUIDs, and those are not kept.
  const groupNames = new Map(
    groupLines.map(line => [reader(line, 'group').text(1, 'UUID'), reader(line, 'group').text(0, 'name')]),
  )
  for (const { name } of groups) groupNames.set(name, name)
  const nodes = nodeLines.map(line => node(reader(line, 'node'), groupNames))
  return {
    settings: {
      name: 'cluster.example.com',
      ...(tags.length === 0 ? {} : { tags }),
    },
    groups,
    nodes,
    instances: instanceLines.map(line => instance(reader(line, 'instance'), nodes)),
  }
}

/** A line and its number, from 1. */
interface Line {
  readonly text: string
  readonly number: number
}

/** An empty line ends a section, even an empty one. */
function sections(text: string): readonly (readonly Line[])[] {
  const found: Line[][] = [[]]
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line === '') found.push([])
    else found.at(-1)?.push({ text: line, number: index + 1 })
  }
  return found
}

function group(fields: Fields): ReportedGroup {
  const name = fields.text(0, 'name')
  const uuid = fields.text(1, 'UUID')
  const allocPolicy = fields.oneOf(2, 'allocation policy', ['preferred', 'last_resort', 'unallocable'])
  return { name, uuid: isUuid(uuid) ? uuid : undefined, allocPolicy, tags: fields.list(3) }
}

function node(fields: Fields, groupNames: ReadonlyMap<string, string>): ReportedNode {
  const flag = fields.oneOf(7, 'flag', ['Y', 'N', 'M'])
  const group = groupNames.get(fields.text(8, 'group'))
  if (group === undefined) throw fields.error(8, 'group', 'is no group of this file')
  const isKnown = [1, 2, 3, 4, 5, 6].every(index => fields.at(index) !== '?')
  const hardware = isKnown
    ? {
        memoryMiB: fields.sizeMiB(1, 'total memory'),
        reservedMemoryMiB: fields.sizeMiB(2, 'memory of the node'),
        freeMemoryMiB: fields.sizeMiB(3, 'free memory'),
        diskMiB: fields.sizeMiB(4, 'total storage'),
        freeDiskMiB: fields.sizeMiB(5, 'free storage'),
        cpus: fields.sizeMiB(6, 'processors'),
      }
    : undefined
  // hscan writes zeros for a node that is offline.
  const isOffline = flag === 'Y'
  return {
    name: fields.text(0, 'name'),
    uuid: undefined,
    group,
    offline: isOffline,
    drained: false,
    vmCapable: true,
    master: flag === 'M',
    tags: fields.list(10),
    hardware: hardware === undefined || hardware.memoryMiB === 0 ? undefined : hardware,
    mtimeSeconds: undefined,
    serialNo: undefined,
  }
}

function instance(fields: Fields, nodes: readonly ReportedNode[]): ReportedInstance {
  const template = fields.oneOf(8, 'disk template', DEFINED_TEMPLATES)
  const usageMiB = fields.sizeMiB(2, 'storage')
  const sizeMiB = template === 'drbd' ? Math.max(0, usageMiB - DRBD_METADATA_MIB) : usageMiB
  const nodeNamed = (index: number, what: string): string => {
    const name = fields.text(index, what)
    if (nodes.some(known => known.name === name)) return name
    throw fields.error(index, what, 'is no node of this file')
  }
  const primary = nodeNamed(6, 'primary node')
  return {
    name: fields.text(0, 'name'),
    uuid: undefined,
    diskTemplate: template,
    primary,
    secondary: fields.at(7) === '' ? undefined : nodeNamed(7, 'secondary node'),
    disksMiB: template === 'diskless' ? [] : [sizeMiB],
    memoryMiB: fields.sizeMiB(1, 'memory'),
    minMemoryMiB: undefined,
    vcpus: Math.max(1, fields.sizeMiB(3, 'virtual processors')),
    status: fields.oneOf(4, 'status', INSTANCE_STATUSES),
    adminState: undefined,
    autoBalance: fields.oneOf(5, 'auto_balance', ['Y', 'N']) === 'Y',
    spindleUse: fields.at(10) === undefined ? 1 : fields.sizeMiB(10, 'spindle use'),
    os: undefined,
    tags: fields.list(9),
    forthcoming: fields.at(12) === 'Y',
    mtimeSeconds: undefined,
    serialNo: undefined,
  }
}

const DEFINED_TEMPLATES: readonly DefinedDiskTemplate[] = DISK_TEMPLATES.filter(known => known !== 'mixed')

/** One row. Each reader throws ImportError with the line and what was found there. */
class Fields {
  readonly #cells: readonly string[]
  readonly #line: Line
  readonly #what: string
  readonly #fileName: string

  constructor(line: Line, what: string, fileName: string) {
    this.#cells = line.text.split('|')
    this.#line = line
    this.#what = what
    this.#fileName = fileName
  }

  at(index: number): string | undefined {
    return this.#cells[index]
  }

  text(index: number, what: string): string {
    const cell = this.at(index)
    if (cell === undefined || cell === '') throw this.error(index, what, 'is missing')
    return cell
  }

  /** Separated by commas; absent in files of older versions. */
  list(index: number): readonly string[] {
    const cell = this.at(index) ?? ''
    return cell === '' ? [] : cell.split(',')
  }

  sizeMiB(index: number, what: string): number {
    const cell = this.text(index, what)
    const value = /^-?\d+(\.\d+)?$/.test(cell) ? Math.round(Number(cell)) : Number.NaN
    if (!Number.isSafeInteger(value)) throw this.error(index, what, 'should be a number')
    return value
  }

  oneOf<T extends string>(index: number, what: string, known: readonly T[]): T {
    const cell = this.text(index, what)
    const found = known.find(value => value === cell)
    if (found === undefined) throw this.error(index, what, `should be one of ${known.join(', ')}`)
    return found
  }

  error(index: number, what: string, problem: string): ImportError {
    const cell = this.at(index)
    const found = cell === undefined ? '' : ` (found '${printable(cell.slice(0, 100))}')`
    return new ImportError(
      `${this.#fileName}:${this.#line.number}: the ${this.#what}'s ${what}, field ${index + 1}, ${problem}${found}`,
    )
  }
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
}
