import { FAIL_MODES } from '../../../sim/ganeti/hail/fail-mode.ts'
import type { HailReply } from '../../../sim/ganeti/hail/hail-reply.ts'
import type { IallocatorDocument } from '../../../sim/ganeti/hail/iallocator-document.ts'
import { isTied } from './ties.ts'

/** How one request was answered by the simulated hail and by Debian's. */
export interface Compared {
  readonly seed: number
  readonly type: string
  readonly theirs: HailReply
  readonly ours: HailReply
  readonly isSameKind: boolean
  readonly isSameText: boolean
  /** Undefined where not both were successful. */
  readonly nodes: { readonly isSame: boolean; readonly isTied: boolean } | undefined
}

/** Compares two answers to the same document. */
export function compareReplies(
  seed: number,
  document: IallocatorDocument,
  ours: HailReply,
  theirs: HailReply,
): Compared {
  return {
    seed,
    type: document.request.type,
    ours,
    theirs,
    isSameKind: kindOf(ours) === kindOf(theirs),
    isSameText: ours.success === theirs.success && ours.info === theirs.info,
    nodes:
      ours.success && theirs.success
        ? {
            isSame: JSON.stringify(ours.result) === JSON.stringify(theirs.result),
            isTied: isTied(document, String(theirs.result)),
          }
        : undefined,
  }
}

/** Success, or what kind of failure: what is said before any node or number, and which reasons are given. */
function kindOf(reply: HailReply): string {
  if (reply.success) return 'success'
  const phrases = [
    "Can't find any good node",
    "Can't relocate",
    'Unsupported request',
    'No valid allocation',
    'nodes',
  ]
  const phrase = phrases.find(text => reply.info.includes(text)) ?? reply.info
  return [
    phrase,
    ...FAIL_MODES.filter(mode => reply.info.includes(`${mode};`) || reply.info.includes(`${mode}:`)),
  ].join(' ')
}

/** What many comparisons come to. */
export class Tally {
  readonly #all: Compared[] = []

  add(compared: Compared): void {
    this.#all.push(compared)
  }

  get compared(): number {
    return this.#all.length
  }

  get sameKindShare(): number {
    return share(this.#all, ({ isSameKind }) => isSameKind)
  }

  /** Of those that were not tied. */
  get sameNodesShare(): number {
    return share(this.#untied, ({ nodes }) => nodes?.isSame === true)
  }

  get #untied(): Compared[] {
    return this.#all.filter(({ nodes }) => nodes?.isTied === false)
  }

  /** Reasons that Debian's hail never gave; one that stands for an internal error should not be seen. */
  get reasonsUnseen(): string[] {
    const text = JSON.stringify(this.#all.map(({ theirs }) => theirs))
    return FAIL_MODES.filter(mode => mode !== 'FailInternal' && !text.includes(mode))
  }

  /** The figures, and the first few requests that differ. */
  report(): string {
    const untied = this.#untied
    const tied = this.#all.filter(({ nodes }) => nodes?.isTied === true)
    const sameNodes = ({ nodes }: Compared): boolean => nodes?.isSame === true
    const byType = new Map<string, [successes: number, failures: number]>()
    for (const { type, theirs } of this.#all) {
      const [successes, failures] = byType.get(type) ?? [0, 0]
      byType.set(type, theirs.success ? [successes + 1, failures] : [successes, failures + 1])
    }
    const requests = [...byType].map(([type, [good, bad]]) => `${type} ${good} granted and ${bad} refused`)
    const differing = this.#all.filter(
      ({ isSameKind, isSameText, nodes }) => !isSameKind || !isSameText || nodes?.isSame === false,
    )
    return [
      `${this.#all.length} requests (${requests.join('; ')}) answered by the simulated hail and by Debian's:`,
      `  same success or failure kind: ${ratio(this.#all, ({ isSameKind }) => isSameKind)}`,
      `  same text, scores included:   ${ratio(this.#all, ({ isSameText }) => isSameText)}`,
      `  same nodes, scores not tied:  ${ratio(untied, sameNodes)}`,
      `  same nodes, scores tied:      ${ratio(tied, sameNodes)}`,
      ...differing.slice(0, 5).flatMap(describe),
    ].join('\n')
  }
}

function describe({ seed, ours, theirs }: Compared): string[] {
  return [
    `seed ${seed} (HAREP_HAIL_SEED=${seed} HAREP_HAIL_REQUESTS=1 npm run fidelity:hail)`,
    `  Debian's:  ${JSON.stringify(theirs)}`,
    `  simulated: ${JSON.stringify(ours)}`,
  ]
}

function share(list: readonly Compared[], holds: (compared: Compared) => boolean): number {
  return list.length === 0 ? 1 : list.filter(holds).length / list.length
}

function ratio(list: readonly Compared[], holds: (compared: Compared) => boolean): string {
  return `${list.filter(holds).length} of ${list.length} (${(100 * share(list, holds)).toFixed(2)} %)`
}
