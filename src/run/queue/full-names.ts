import type { QueuedJob } from '../../planner/queue.ts'

/**
 * The jobs with the full names of the instances that they name. An opcode has a name as somebody typed it until its job
 * begins, and Ganeti takes `web1` for `web1.example.com`, in whatever case, where there is only one of these (by the rule of
 * match-name.ts): what an admin has just submitted under such a name holds the instance as well.
 */
export function withFullNames(queue: readonly QueuedJob[], names: readonly string[]): readonly QueuedJob[] {
  const known = new Set(names)
  let resolve: ((name: string) => string) | undefined
  const fullName = (name: string): string => {
    if (known.has(name)) return name
    resolve ??= resolver(names)
    return resolve(name)
  }
  return queue.map(job =>
    job.opcodes.every(({ instances }) => instances.every(name => known.has(name)))
      ? job
      : {
          ...job,
          opcodes: job.opcodes.map(opcode => ({ ...opcode, instances: opcode.instances.map(fullName) })),
        },
  )
}

/** Made once for all names that are not whole: there may be thousands of jobs on instances that are long gone. */
function resolver(names: readonly string[]): (name: string) => string {
  const whole = new Map<string, string | undefined>()
  const begun = new Map<string, string | undefined>()
  const add = (to: Map<string, string | undefined>, key: string, name: string) =>
    to.set(key, to.has(key) ? undefined : name)
  for (const name of names) {
    const lower = name.toLowerCase()
    add(whole, lower, name)
    for (let dot = lower.indexOf('.'); dot > 0; dot = lower.indexOf('.', dot + 1))
      add(begun, lower.slice(0, dot), name)
  }
  return name => {
    const lower = name.toLowerCase()
    return (whole.has(lower) ? whole.get(lower) : begun.get(lower)) ?? name
  }
}
