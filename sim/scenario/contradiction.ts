import { nearNames } from '../../src/cluster/near-names.ts'
import { parseRepairType, REPAIR_TYPES } from '../../src/cluster/repair-type.ts'
import { type Contradiction, findContradiction } from '../cluster-file/cross-references.ts'
import type { Path } from '../cluster-file/yaml-text.ts'
import type { ClusterDefinition } from '../ganeti/cluster-definition.ts'
import type { Expectation } from './expectation.ts'
import { namedIn } from './named-in.ts'
import type { Permissions } from './permissions.ts'

/** The parts of a scenario file that name objects of its cluster. */
interface Parts {
  readonly cluster: ClusterDefinition
  readonly permissions?: Permissions
  readonly timeline: readonly { readonly at: number }[]
  readonly expect?: Expectation
}

/** The first thing that the parts of a scenario file do not agree on, or undefined. */
export function findScenarioContradiction(parts: Parts): Contradiction | undefined {
  const { cluster, permissions, timeline, expect } = parts
  const inCluster = findContradiction(cluster)
  if (inCluster !== undefined) return { ...inCluster, path: ['cluster', ...inCluster.path] }
  const names = {
    node: cluster.nodes.map(({ name }) => name),
    nodegroup: cluster.groups.map(({ name }) => name),
    instance: cluster.instances.map(({ name }) => name),
  }
  const known = new Map(Object.entries(names).map(([kind, of]) => [kind, new Set(of)]))
  const unknown = (kind: keyof typeof names, name: string, path: Path): Contradiction | undefined =>
    known.get(kind)?.has(name) === true
      ? undefined
      : { path, message: `the cluster has no ${KIND_WORDS[kind]} ${name}; ${suggestion(name, names[kind])}` }
  return (
    first(Object.keys(permissions?.groups ?? {}), name =>
      unknown('nodegroup', name, ['permissions', 'groups', name]),
    ) ??
    first(Object.keys(permissions?.instances ?? {}), name =>
      unknown('instance', name, ['permissions', 'instances', name]),
    ) ??
    first([...timeline.entries()], ([index, happening]) =>
      inHappening(index, happening, timeline[index - 1]?.at ?? 0, unknown),
    ) ??
    inExpectation(expect, unknown)
  )
}

const KIND_WORDS = { node: 'node', nodegroup: 'group', instance: 'instance' } as const

type Unknown = (kind: keyof typeof KIND_WORDS, name: string, path: Path) => Contradiction | undefined

function inHappening(
  index: number,
  happening: { readonly at: number },
  before: number,
  unknown: Unknown,
): Contradiction | undefined {
  if (happening.at < before) {
    return {
      path: ['timeline', index, 'at'],
      message: 'it happens before the entry above it; put the entries in the order of time',
    }
  }
  return first(namedIn({ ...happening }), ({ kind, name, path }) =>
    unknown(kind, name, ['timeline', index, ...path]),
  )
}

function inExpectation(expect: Expectation | undefined, unknown: Unknown): Contradiction | undefined {
  const path = ['expect', 'instances']
  return (
    first(
      Object.entries(expect?.instances ?? {}),
      ([name, { primary, secondary }]) =>
        unknown('instance', name, [...path, name]) ??
        (primary === undefined ? undefined : unknown('node', primary, [...path, name, 'primary'])) ??
        (secondary === undefined ? undefined : unknown('node', secondary, [...path, name, 'secondary'])),
    ) ??
    first([...(expect?.repairs ?? []).entries()], ([index, repair]) => {
      const [type = '', instance = '', ...rest] = repair.split(' ')
      const at = ['expect', 'repairs', index]
      return parseRepairType(type) === undefined || instance === '' || rest.length > 0
        ? {
            path: at,
            message: `a repair is one of ${REPAIR_TYPES.join(', ')}, and an instance: failover web1`,
          }
        : unknown('instance', instance, at)
    })
  )
}

function first<T>(
  list: readonly T[],
  find: (one: T) => Contradiction | undefined,
): Contradiction | undefined {
  for (const one of list) {
    const found = find(one)
    if (found !== undefined) return found
  }
  return undefined
}

const SHOWN_MAX = 8

function suggestion(name: string, names: readonly string[]): string {
  const near = nearNames(name, names)
  if (near.length > 0) return `did you mean ${near.join(' or ')}?`
  const shown = names.slice(0, SHOWN_MAX).join(', ')
  return names.length === 0 ? 'it has none' : `it has ${names.length > SHOWN_MAX ? `${shown}, ...` : shown}`
}
