import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../src/cluster/json.ts'
import type { End } from './story.ts'

/** What is written onto each volume before a story begins: what the guest had there. */
const MARK = 'data that must not be lost'

/** Behind what the create script of the script's operating system writes. */
const MARK_OFFSET_BYTES = 4096

/** A disk of an instance: on which nodes its volumes are and what they are called. */
interface Disk {
  readonly instance: string
  readonly volume: string
  /** The primary node first. */
  readonly nodes: readonly string[]
  /** Of drbd: the number of its device on the primary. */
  readonly minor: number | undefined
}

/**
 * The disks of the real cluster that the script brings up: its volumes are files below each node's folder, and its
 * configuration is a file of the master's. drbd's kernel is a fake that copies nothing, so that is done here.
 */
export class RealDisks {
  readonly #folder: string
  readonly #master: string

  /** @param socket luxid's, which is in the master's folder. */
  constructor(socket: string) {
    const masterFolder = dirname(dirname(dirname(dirname(dirname(socket)))))
    this.#folder = dirname(masterFolder)
    this.#master = masterFolder
  }

  /** Marks every volume of every node. */
  markAll(): void {
    for (const node of readdirSync(this.#folder)) {
      const volumes = join(this.#folder, node, 'var/fakestorage/lv/xenvg')
      for (const name of existsSync(volumes) ? readdirSync(volumes) : []) mark(join(volumes, name))
    }
  }

  /** What drbd would have done by now: both nodes of an instance have the same data, and one of them has the mark. */
  synchronise(): void {
    for (const { nodes, volume } of this.#firstDisks()) {
      const paths = nodes.map(node => this.#volume(node, volume)).filter(path => existsSync(path))
      if (paths.some(isMarked)) for (const path of paths) mark(path)
    }
  }

  contents(): ReadonlyMap<string, End['data']> {
    return new Map(this.#firstDisks().map(disk => [disk.instance, this.#content(disk)]))
  }

  /** Ends a guest: the fake hypervisor runs what it has a file of. */
  endGuest(instance: string): void {
    for (const node of readdirSync(this.#folder)) {
      rmSync(join(this.#folder, node, 'var/run/ganeti/fake-hypervisor', instance), { force: true })
    }
  }

  #content({ instance, volume, nodes: [primary = ''], minor }: Disk): End['data'] {
    const path = this.#volume(primary, volume)
    if (!existsSync(path) || isMarked(path)) return 'kept'
    // A drbd device is a file of its own: what is written to it does not reach the volumes.
    const device =
      minor === undefined ? path : join(this.#folder, primary, 'var/fakestorage/drbd', `dev${minor}`)
    return existsSync(device) && beginning(device).startsWith(`${instance} installed`) ? 'installed' : 'blank'
  }

  #volume(node: string, volume: string): string {
    return join(this.#folder, node, 'var/fakestorage/lv/xenvg', volume)
  }

  /** The first disk of every instance that has one, by the master's configuration. */
  #firstDisks(): readonly Disk[] {
    const text = readFileSync(join(this.#master, 'var/lib/ganeti/config.data'), 'utf8')
    // JSON.parse returns any; whatever it is, it is looked at piece by piece.
    const configuration = JSON.parse(text) as JsonValue
    const nodeNames = new Map(
      Object.entries(objectIn(configuration, 'nodes')).map(([uuid, node]) => [uuid, textIn(node, 'name')]),
    )
    const disks = objectIn(configuration, 'disks')
    return Object.values(objectIn(configuration, 'instances')).flatMap(instance => {
      const [uuid] = listIn(instance, 'disks')
      const disk = disks[String(uuid)]
      if (disk === undefined) return []
      const primary = textIn(instance, 'primary_node')
      const ids = listIn(disk, 'logical_id')
      const isDrbd = textIn(disk, 'dev_type') === 'drbd'
      const secondary = ids[0] === primary ? ids[1] : ids[0]
      const data = isDrbd ? listIn(listIn(disk, 'children')[0], 'logical_id') : ids
      const nodes = isDrbd ? [primary, String(secondary)] : [primary]
      return [
        {
          instance: textIn(instance, 'name'),
          volume: String(data[1]),
          nodes: nodes.map(node => nodeNames.get(node) ?? node),
          minor: isDrbd ? Number(ids[ids[0] === primary ? 3 : 4]) : undefined,
        },
      ]
    })
  }
}

function mark(path: string): void {
  const file = openSync(path, 'r+')
  try {
    writeSync(file, MARK, MARK_OFFSET_BYTES)
  } finally {
    closeSync(file)
  }
}

function isMarked(path: string): boolean {
  return beginning(path).includes(MARK)
}

/** As much of a file as is ever written to. */
function beginning(path: string): string {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(MARK_OFFSET_BYTES + MARK.length)
    return buffer.toString('latin1', 0, readSync(file, buffer, 0, buffer.length, 0))
  } finally {
    closeSync(file)
  }
}

function objectIn(value: JsonValue | undefined, key: string): JsonObject {
  const found = isJsonObject(value) ? value[key] : undefined
  if (!isJsonObject(found)) throw new TypeError(`the cluster's configuration has no object ${key}`)
  return found
}

function listIn(value: JsonValue | undefined, key: string): readonly JsonValue[] {
  const found = isJsonObject(value) ? value[key] : undefined
  return isJsonArray(found) ? found : []
}

function textIn(value: JsonValue | undefined, key: string): string {
  return String(isJsonObject(value) ? value[key] : undefined)
}
