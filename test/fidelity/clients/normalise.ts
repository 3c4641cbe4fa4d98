import type { CommandEnd } from './run-command.ts'

/*
 * What two clusters that were made at different times on different machines must differ in, and nothing else: UUIDs,
 * points in time and durations in the forms in which Ganeti's commands print them, the folder of a virtual cluster.
 */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>'],
  [/\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?/g, '<time>'],
  [/[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}/g, '<time>'],
  [/\b1[78]\d{8}(\.\d+|\d{9})?\b/g, '<time>'],
  [/\bdelta \d+\.\d+s/g, '<delta>'],
  [/\bTotal processing time: \d+\.\d+ seconds/g, '<duration>'],
  // Its two best nodes score the same, and hail takes the one that comes later by UUID, which is by chance.
  [/(Selected nodes for instance none1 via iallocator hail: )node[15]\b/g, '$1<one of equals>'],
]

/**
 * Lists whose order a cluster has by chance: `gnt-cluster init` writes the allowed disk templates in the order of a Python
 * set, so it is another one for each cluster that is made.
 */
const CHANCE_ORDER = [
  /(allowed disk templates: (?:default \()?)([a-z, ]+)/g,
  /("disk-templates": \[)([^\]]+)/g,
]

/** The end of a command as lines that can be compared; `root` is the folder of the virtual cluster that it was run in. */
export function comparable({ exitCode, stdout, stderr }: CommandEnd, root: string): readonly string[] {
  let text = `exit code ${exitCode}\n${stdout}\n--- standard error\n${stderr}`.replaceAll(root, '')
  for (const [pattern, word] of RULES) text = text.replace(pattern, word)
  for (const pattern of CHANCE_ORDER) {
    text = text.replace(
      pattern,
      (_, before: string, list: string) => before + list.split(', ').sort().join(', '),
    )
  }
  // Columns are as wide as their longest cell, and that may be a time.
  return text.split('\n').map(line => line.trimEnd().replace(/ {2,}/g, '  '))
}

/** The lines in which two texts differ, a few of them; none where they are equal. */
export function differingLines(real: readonly string[], simulated: readonly string[]): readonly string[] {
  const ofReal = new Set(real)
  const ofSimulated = new Set(simulated)
  const found = [
    ...real.filter(line => !ofSimulated.has(line)).map(line => `- ${line}`),
    ...simulated.filter(line => !ofReal.has(line)).map(line => `+ ${line}`),
  ]
  if (found.length === 0 && real.join('\n') !== simulated.join('\n'))
    return ['the same lines in another order']
  return found
}
