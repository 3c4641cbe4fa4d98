import type { HealingDecision } from '../../src/planner/healing/decision.ts'
import type { DefinedDiskTemplate } from '../ganeti/cluster-definition.ts'
import type { Observer } from '../play/observer.ts'
import { outcomeOf } from '../play/outcome-of.ts'
import type { Stage } from '../play/stage.ts'
import { branchOfRepair, branchOfVerdict } from './branch-of.ts'
import { count, type Hits } from './hits.ts'

/** Counts in `hits` what a play hits. Cheap: it looks at each run once, at its end, and keeps nothing. */
export function countHits(stage: Stage, hits: Hits): Observer {
  const templates = new Map(stage.setting.cluster.instances.map(one => [one.name, one.diskTemplate]))
  const reasons = new Map<string, string>()
  return {
    happened: ({ fault, tookPlace }) => {
      if (tookPlace) count(hits.faults, fault)
    },
    runEnded: run => {
      count(
        hits.outcomes,
        outcomeOf(run, documented => documented?.code ?? 'undocumented'),
      )
      for (const event of run.process.events) {
        if (event.kind === 'summary') for (const decision of event.decisions) countDecision(decision)
        else if (event.kind === 'begun') countRepair(event.decision)
      }
    },
    ended: () => {
      for (const { invariant } of stage.violations) count(hits.invariants, invariant)
    },
  }

  function countRepair(decision: HealingDecision): void {
    const template = templates.get(decision.instance)
    if (template === undefined) return
    count(hits.reasons, decision.reason.code)
    countBranch(branchOfRepair(decision, template))
  }

  function countDecision({ instance, reason: { code } }: HealingDecision): void {
    const before = reasons.get(instance) ?? 'nodes-fine'
    if (before !== code) {
      count(hits.changes, `${before} ${code}`)
      reasons.set(instance, code)
    }
    count(hits.reasons, code)
    if (code === 'nodes-fine') return
    countBranch(branchOfVerdict(code, templates.get(instance) as DefinedDiskTemplate))
  }

  function countBranch(branch: string | undefined): void {
    if (branch !== undefined) count(hits.branches, branch)
  }
}
