import type { Environment } from '../../src/cli/environment.ts'

/* What the command line is read in, and what it gives when nothing is said. */

export const ENVIRONMENT: Environment = { GANETI_ROOTDIR: undefined, HTOOLS: undefined }
export const DEFAULT_SOCKET = '/var/run/ganeti/socket/ganeti-query'

export const EVERYTHING = { groups: [], nodes: [], instanceTags: [], instances: [], excluded: [] }
export const LIMITS = { settleSeconds: 600, maxOffline: undefined, maxStopSeconds: 600 }
export const SOCKET = { socketPath: DEFAULT_SOCKET, isSocketGiven: false }

export const RUN = {
  kind: 'run',
  ...SOCKET,
  output: 'text',
  limits: LIMITS,
  selection: EVERYTHING,
  jobDelaySeconds: undefined,
  reason: undefined,
  dryRun: false,
  waitSeconds: undefined,
  verbosity: 'normal',
}
