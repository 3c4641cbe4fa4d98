import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { scratchFolder } from '../../sim/luxi-server/fixture.ts'

/**
 * What Ganeti's commands need of a master node besides luxid: its name for itself, and who the master is. Ganeti's virtual
 * clusters (lib/vcluster.py) let all that lie below a folder whose last part is the node's name.
 */
export interface GntRoot {
  /** The folder that stands for `/`. */
  readonly root: string
  readonly socketPath: string
  readonly environment: NodeJS.ProcessEnv
}

/** Makes the tree of the node `master` in a folder that is gone after the test. */
export function gntRoot(master: string): GntRoot {
  const root = join(scratchFolder(), master)
  const folder = (...parts: string[]) => {
    const path = join(root, ...parts)
    mkdirSync(path, { recursive: true })
    return path
  }
  const ssconf = folder('var', 'lib', 'ganeti')
  writeFileSync(join(ssconf, 'ssconf_master_node'), `${master}\n`)
  writeFileSync(join(ssconf, 'ssconf_cluster_name'), 'cluster\n')
  folder('var', 'log', 'ganeti')
  folder('etc', 'ganeti')
  return {
    root,
    socketPath: join(folder('var', 'run', 'ganeti', 'socket'), 'ganeti-query'),
    environment: { GANETI_ROOTDIR: root, GANETI_HOSTNAME: master },
  }
}
