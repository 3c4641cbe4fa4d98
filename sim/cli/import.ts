import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Writer } from '../../src/cli/writer.ts'
import { exhaustive } from '../../src/cluster/exhaustive.ts'
import { isJsonObject, type JsonObject } from '../../src/cluster/json.ts'
import { readJson } from '../../src/luxi/json-text.ts'
import { LuxiMalformedError } from '../../src/luxi/luxi-error.ts'
import { printable } from '../../src/report/printable.ts'
import { formatClusterFile } from '../cluster-file/format-cluster-file.ts'
import { parseClusterFile } from '../cluster-file/parse-cluster-file.ts'
import { fromHtools } from '../import/from-htools.ts'
import { fromLuxi } from '../import/from-luxi.ts'
import { fromRows } from '../import/from-rows.ts'
import { ImportError } from '../import/import-error.ts'
import type { ReportedCluster } from '../import/reported-cluster.ts'
import { toDefinition } from '../import/to-definition.ts'
import type { ImportKind } from './import-kinds.ts'
import { readTextFile } from './read-text-file.ts'

/** The four answers of RAPI that make a dump, each in a file of its own or all in one. */
const RAPI_PARTS = ['info', 'groups', 'nodes', 'instances'] as const

const OTHERWISE = 'Save what /2/info and the three bulk resources answer.'

/**
 * Writes the cluster file of what stands at `source`. What it writes can be read again, which is tried before. Throws
 * HarepError, and then has written nothing.
 */
export async function importCluster(kind: ImportKind, source: string, writer: Writer): Promise<void> {
  const definition = toDefinition(await reported(kind, source))
  const text = formatClusterFile(definition, `Imported by harep-sim from ${kind}: ${printable(source)}`)
  parseClusterFile(text, `what was imported from ${kind}`)
  writer.out(text)
}

async function reported(kind: ImportKind, source: string): Promise<ReportedCluster> {
  switch (kind) {
    case 'luxi':
      return await fromLuxi(source)
    case 'htools':
      return fromHtools(
        await readTextFile(source, 'htools file', 'Name a file that hscan wrote.'),
        printable(source),
      )
    case 'rapi': {
      const { info = null, groups = null, nodes = null, instances = null } = await rapiDump(source)
      return fromRows({ info, groups, nodes, instances }, printable(source))
    }
    default:
      return exhaustive(kind)
  }
}

/** A folder with info.json, groups.json, nodes.json and instances.json, or a file with an object of these four. */
async function rapiDump(source: string): Promise<JsonObject> {
  const isFolder = statSync(source, { throwIfNoEntry: false })?.isDirectory() === true
  if (isFolder)
    return Object.fromEntries(
      await Promise.all(
        RAPI_PARTS.map(async part => [part, await readJsonFile(join(source, `${part}.json`))] as const),
      ),
    )
  const dump = await readJsonFile(source)
  if (isJsonObject(dump)) return dump
  throw new ImportError(
    `${printable(source)}: should be an object with the keys ${RAPI_PARTS.join(', ')}, or a folder with a file for each`,
  )
}

async function readJsonFile(fileName: string) {
  const text = await readTextFile(fileName, 'RAPI dump', OTHERWISE)
  try {
    return readJson(new TextEncoder().encode(text.trim()))
  } catch (error) {
    if (!(error instanceof LuxiMalformedError)) throw error
    // The reader is that of luxid's answers, and speaks of these.
    const why = error.message.replace(/^luxid's answer /, 'this ')
    throw new ImportError(`${printable(fileName)}: ${why}. ${OTHERWISE}`)
  }
}
