import type { Decider } from '../policy/permission.ts'

/** An object that carries tags, in words: `instance web1`, `group default`, `the cluster`. */
export function objectText({ level, object }: Pick<Decider, 'level' | 'object'>): string {
  return level === 'cluster' ? 'the cluster' : `${level} ${object}`
}

/** The tag that decided, and where it stands. */
export function deciderText(by: Decider): string {
  return `the tag ${by.tag} on ${objectText(by)}`
}
