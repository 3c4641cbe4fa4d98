import { setTimeout } from 'node:timers/promises'
import { drive } from '../../src/cli/drive.ts'
import { isJsonArray, type JsonValue } from '../../src/cluster/json.ts'
import type { Snapshot } from '../../src/cluster/snapshot.ts'
import { excerptOfValue } from '../../src/luxi/excerpt.ts'
import { LuxiConnection } from '../../src/luxi/socket-transport.ts'
import { perform, type Run } from '../../src/run/effects.ts'
import { loadSnapshot } from '../../src/run/load/load-snapshot.ts'
import { SimCommandError } from './sim-command-error.ts'

/** How often the queue is asked; jobs of the demo take tenths of a second. */
const POLL_MS = 50

/** Loads the cluster behind a socket with harep's own loader. */
export async function loadCluster(socketPath: string): Promise<Snapshot> {
  return await drive(connectAndLoad(), { socketPath, report: () => {}, luxi: {} })
}

function* connectAndLoad(): Run<Snapshot> {
  yield* perform({ kind: 'connect' })
  return yield* loadSnapshot('tolerant')
}

/** Submits one job and waits for it; gives its id. Throws SimCommandError where it did not end well. */
export async function runJob(socketPath: string, opcodes: readonly JsonValue[]): Promise<string> {
  const connection = await LuxiConnection.connect(socketPath)
  try {
    const id = await connection.call('SubmitJob', [opcodes])
    for (;;) {
      const rows = await connection.call('QueryJobs', [[id], ['status', 'opresult']])
      const [status, result] = firstRow(rows)
      if (status === 'success') return String(id)
      if (typeof status !== 'string' || ENDED_BADLY.includes(status)) {
        throw new SimCommandError(
          `Job ${id} of the simulated cluster ended in ${status}: ${excerptOfValue(result ?? null)}`,
        )
      }
      await setTimeout(POLL_MS)
    }
  } finally {
    connection.close()
  }
}

/** Waits until all jobs have ended. */
export async function untilJobsEnded(socketPath: string): Promise<void> {
  const connection = await LuxiConnection.connect(socketPath)
  try {
    for (;;) {
      const rows = await connection.call('QueryJobs', [null, ['status']])
      if (isJsonArray(rows) && rows.every(row => isJsonArray(row) && ENDED.includes(String(row[0])))) return
      await setTimeout(POLL_MS)
    }
  } finally {
    connection.close()
  }
}

const ENDED_BADLY: readonly string[] = ['error', 'canceled']
const ENDED: readonly string[] = ['success', ...ENDED_BADLY]

function firstRow(rows: JsonValue): readonly JsonValue[] {
  const row = isJsonArray(rows) ? rows[0] : undefined
  return isJsonArray(row) ? row : []
}
