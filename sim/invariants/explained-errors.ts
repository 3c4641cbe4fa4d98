import { HarepError } from '../../src/cluster/harep-error.ts'
import type { HarepRun } from '../play/harep-run.ts'
import type { WireFault } from '../play/wire-fault.ts'
import type { Invariant } from './invariant.ts'

/** harep waits 180 seconds for an answer, of which a slow master needs most by itself. */
const LATE_SECONDS = 60

/** What befalls a wire, and the error that it may end a run with; what is not named here harep must get over. */
function errorOf({ how }: WireFault): string | undefined {
  switch (how.kind) {
    case 'cut-request':
      return 'LUXI_CLOSED'
    case 'late':
      return how.seconds >= LATE_SECONDS ? 'LUXI_TIMEOUT' : undefined
    case 'answer':
      if (how.trouble.kind === 'cut') return 'LUXI_CLOSED'
      return how.trouble.kind === 'split' ? undefined : 'LUXI_MALFORMED'
  }
}

/**
 * An error that comes of nothing is one of harep's own making, however well it is documented. A master that dies under a run, or
 * that refuses connections, explains what the run can tell of that.
 */
export const explainedErrors: Invariant = {
  name: 'explained-errors',
  about: 'A run of ours ends with an error only where something befell it that explains it.',
  watch: stage => {
    /** The runs that go on; whether one of them was, or would have been, refused a connection, and whether it had another master meanwhile. */
    const running = new Map<HarepRun, { isRefused: boolean; wasAlone: boolean }>()
    const isAlone = (run: HarepRun) => stage.runningMaster !== run.node
    const forsake = () => {
      for (const [run, seen] of running) seen.wasAlone ||= isAlone(run)
    }
    const refuse = () => {
      const { kernel, cluster, refusedUntilUs } = stage
      if (kernel.nowUs >= refusedUntilUs && cluster.isListening()) return
      for (const run of running.values()) run.isRefused = true
    }
    return {
      runStarted: run => {
        running.set(run, { isRefused: false, wasAlone: false })
        refuse()
      },
      happened: () => {
        forsake()
        refuse()
      },
      runEnded: run => {
        forsake()
        const { isRefused, wasAlone } = running.get(run) ?? { isRefused: false, wasAlone: isAlone(run) }
        running.delete(run)
        const { outcome } = run.process
        if (run.program === 'classic' || outcome?.kind !== 'threw') return
        // Those that are no HarepError are another invariant's.
        if (!(outcome.error instanceof HarepError)) return
        const { code, message } = outcome.error
        if ((isRefused || wasAlone) && code === 'LUXI_CONNECT') return
        if (wasAlone && (code === 'LUXI_CLOSED' || code === 'LUXI_TIMEOUT')) return
        if (run.wire.some(fault => errorOf(fault) === code)) return
        stage.violate(
          'explained-errors',
          `run ${run.number} has ended with ${code} (${message}), and nothing explains that`,
        )
      },
    }
  },
}
