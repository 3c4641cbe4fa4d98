import { allocate } from './allocate.ts'
import type { Strictness } from './booking.ts'
import { readCluster, tagPrefixes } from './hail-cluster.ts'
import { NEW_INSTANCE, readInstance } from './hail-instance.ts'
import type { HailReply } from './hail-reply.ts'
import type { IallocatorDocument } from './iallocator-document.ts'
import { nodeEvacuate } from './node-evacuate.ts'
import { relocate } from './relocate.ts'

/** hail's command line options, as Ganeti passes them (cluster parameter default_iallocator_params, and evacuations). */
export interface HailOptions {
  readonly noCapacityChecks?: boolean
  readonly ignoreSoftErrors?: boolean
}

/**
 * Ganeti's default allocator: a pure function of the document, as Debian's /usr/bin/hail is (docs/fidelity.md compares the
 * two). Exclusive storage is not in it, as no simulated cluster has it.
 */
export function hail(document: IallocatorDocument, options: HailOptions = {}): HailReply {
  const cluster = readCluster(document)
  const { request } = document
  const strictness: Strictness = options.ignoreSoftErrors === true ? 'hard' : 'strict'
  switch (request.type) {
    case 'allocate': {
      const instance = readInstance(NEW_INSTANCE, request.name, request, tagPrefixes(document))
      return allocate(cluster, instance, request.required_nodes, options.noCapacityChecks === true)
    }
    case 'relocate':
      return relocate(cluster, request, strictness)
    case 'node-evacuate':
      return nodeEvacuate(cluster, request, strictness)
  }
}
