import type { Cast } from './draw-steps.ts'

/** Who is there in a cluster file, without its master, to which nothing happens. */
export function castOf(text: string): Cast {
  const named = (kind: string) =>
    [...text.matchAll(new RegExp(`^${kind} +(\\S+)`, 'gm'))].map(([, name = '']) => name)
  return { nodes: named('node').slice(1), instances: named('inst') }
}
