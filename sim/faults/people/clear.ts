import * as v from 'valibot'
import { HarepError } from '../../../src/cluster/harep-error.ts'
import { clearRun } from '../../../src/run/commands/clear-run.ts'
import type { Run } from '../../../src/run/effects.ts'
import { instanceName } from '../entries.ts'
import { fault } from '../fault.ts'

export const clear = fault({
  name: 'clear',
  layer: 'people',
  about: 'An admin runs `harep clear` for an instance, with --all or without.',
  entries: { instance: instanceName, all: v.boolean() },
  text: ({ instance, all }) => `an admin runs harep clear ${all ? '--all ' : ''}${instance}`,
  apply: (stage, { instance, all }) => {
    const options = { names: [instance], all, reason: undefined, dryRun: false, version: '0.0.0' }
    return stage.startOnMaster(cleared(clearRun(options)))
  },
})

/** What it says when it fails is for the admin; whoever tries again does so by another happening. */
function* cleared(run: Run<unknown>): Run<void> {
  try {
    yield* run
  } catch (error) {
    if (!(error instanceof HarepError)) throw error
  }
}
