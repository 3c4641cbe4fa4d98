import type { Instance } from '../../cluster/instance.ts'
import type { Node } from '../../cluster/node.ts'
import type { Snapshot } from '../../cluster/snapshot.ts'
import type { Reason } from '../reason.ts'
import type { Remedy } from './diagnosis.ts'
import { namesOfNodes } from './names-of-nodes.ts'
import type { Limits } from './plan-input.ts'

/** Two nodes of a group may be gone, or one in five, before it looks as if the fault were not with the nodes. */
const OFFLINE_MAX = 2
const OFFLINE_SHARE = 5

/**
 * Why a repair that destroys data, or could start a second copy, has to wait although it is allowed; undefined where it
 * need not. Whoever marked a node offline may have been wrong, or it may be back in a minute.
 */
export function waitForSafety(
  instance: Instance,
  remedy: Remedy,
  snapshot: Snapshot,
  limits: Limits,
  nowSeconds: bigint,
): Reason | undefined {
  if (remedy.kind !== 're-create' && remedy.kind !== 'relocate') return undefined
  const settling = waitForSettling(instance, snapshot, limits.settleSeconds, nowSeconds)
  if (settling) return settling
  return remedy.kind === 're-create' ? tooManyOffline(instance, snapshot, limits.maxOffline) : undefined
}

function waitForSettling(
  instance: Instance,
  snapshot: Snapshot,
  settleSeconds: number,
  nowSeconds: bigint,
): Reason | undefined {
  // The times have fractions, and a node that was marked in this very second would still be waited for.
  if (settleSeconds <= 0) return undefined
  const names = namesOfNodes(instance)
  const [last] = names
    .flatMap(name => snapshot.nodes.get(name) ?? [])
    .filter(({ offline }) => offline)
    .sort((a, b) => (b.mtimeSeconds ?? 0) - (a.mtimeSeconds ?? 0))
  if (last?.mtimeSeconds === undefined) return undefined
  const untilSeconds = Math.ceil(last.mtimeSeconds + settleSeconds)
  return Number(nowSeconds) < untilSeconds
    ? { code: 'settling', node: last.name, untilSeconds, settleSeconds }
    : undefined
}

function tooManyOffline(
  { primary }: Instance,
  snapshot: Snapshot,
  maxOffline: number | undefined,
): Reason | undefined {
  const groupUuid = snapshot.nodes.get(primary)?.groupUuid ?? ''
  const nodes = [...snapshot.nodes.values()].filter((node: Node) => node.groupUuid === groupUuid)
  const offline = nodes.filter(node => node.offline).length
  // A switch takes them all at once, and nobody marks more than one at a time.
  const silent = nodes.filter(({ silence }) => silence !== undefined).length
  const max = maxOffline ?? Math.max(OFFLINE_MAX, Math.floor(nodes.length / OFFLINE_SHARE))
  const group = snapshot.groups.get(groupUuid)?.name ?? groupUuid
  if (offline + silent <= max) return undefined
  return { code: 'too-many-offline', group, offline, silent, nodes: nodes.length, max }
}
