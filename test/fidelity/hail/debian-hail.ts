import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import type { HailOptions } from '../../../sim/ganeti/hail/hail.ts'
import type { HailReply } from '../../../sim/ganeti/hail/hail-reply.ts'
import type { IallocatorDocument } from '../../../sim/ganeti/hail/iallocator-document.ts'
import { isJsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import { hailSettings } from './hail-settings.ts'

/** Where the package ganeti-htools-3.0 puts hail; what runs is found by that name, so that no other may stand here. */
const HAIL = '/usr/lib/ganeti/3.0/usr/lib/ganeti/iallocators/hail'

/** Far beyond what one request takes. */
const PATIENCE_MS = 60_000

const absence = existsSync(HAIL)
  ? undefined
  : `Debian's hail is not here (${HAIL}); to compare with it: apt-get install ganeti-htools-3.0`

/** Whether to leave the comparison out, which is said once. In CI it is not left out but fails. */
export const isSkipped = absence !== undefined && !hailSettings.isCi
if (isSkipped) console.log(`skipped: ${absence}`)

/** Runs Debian's hail on a document written to `path`. Throws an Error where it says no answer. */
export async function debianHail(
  path: string,
  document: IallocatorDocument,
  options: HailOptions,
): Promise<HailReply> {
  if (absence !== undefined) throw new Error(absence)
  await writeFile(path, JSON.stringify(document))
  const args = [path]
  if (options.noCapacityChecks === true) args.push('--no-capacity-checks')
  if (options.ignoreSoftErrors === true) args.push('--ignore-soft-errors')
  const text = await new Promise<string>((resolve, reject) => {
    const env = { LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', PATH: '/usr/bin:/bin' }
    execFile(HAIL, args, { env, timeout: PATIENCE_MS }, (error, stdout, stderr) =>
      error === null ? resolve(stdout) : reject(new Error(`${error.message} ${stderr}`)),
    )
  })
  return replyOf(JSON.parse(text))
}

function replyOf(reply: JsonValue): HailReply {
  if (!isJsonObject(reply)) throw new Error(`not hail's answer: ${JSON.stringify(reply)}`)
  const { success, info, result = null } = reply
  const prefix = success === true ? 'Request successful: ' : 'Request failed: '
  if (typeof info !== 'string' || !info.startsWith(prefix)) {
    throw new Error(`not hail's answer: ${JSON.stringify(reply)}`)
  }
  const told = info.slice(prefix.length)
  return success === true ? { success, info: told, result } : { success: false, info: told }
}
