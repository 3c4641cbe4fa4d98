// A thread of `harep-sim explore` where it runs from its source, in tests and in a checkout that is not built: Node of itself
// reads no TypeScript in a thread, whatever its parent has been taught.
import { register } from 'tsx/esm/api'

register()
await import('./worker.ts')
