import type { Story, ToldRun } from './story.ts'

/**
 * The differences between two stories of the same scenario, in words; none if they are the same. Held against each other
 * are exit code, standard output, every request in order (all jobs with every key of every opcode), and the cluster in the
 * end. Standard error is the same where the original ends well (it holds the warning of inconsistent data); where the
 * original gives up, ours gives up with words of its own.
 */
export function differences(original: Story, ours: Story): readonly string[] {
  const found = [...original.defects, ...ours.defects].map(defect => `the simulator failed: ${defect}`)
  for (const [index, run] of original.runs.entries()) {
    const other = ours.runs[index]
    if (other === undefined) found.push(`run ${index + 1} is missing`)
    else found.push(...runDifferences(run, other).map(text => `run ${index + 1}: ${text}`))
  }
  found.push(...listDifferences('in the end', original.end, ours.end))
  return found
}

function runDifferences(original: ToldRun, ours: ToldRun): readonly string[] {
  const found: string[] = []
  if (original.exitCode !== ours.exitCode)
    found.push(
      `exit code: ${original.exitCode} of the original (${original.stderr.trim()}), ${ours.exitCode} of ours (${ours.stderr.trim()})`,
    )
  found.push(...listDifferences('standard output', original.stdout.split('\n'), ours.stdout.split('\n')))
  found.push(...listDifferences('requests', original.requests, ours.requests))
  if (original.exitCode === 0)
    found.push(...listDifferences('standard error', original.stderr.split('\n'), ours.stderr.split('\n')))
  else if (ours.stderr === '') found.push(`ours gave up without a word, the original: ${original.stderr}`)
  return found
}

/** From the first line that differs on, a few lines of each. */
function listDifferences(
  what: string,
  original: readonly string[],
  ours: readonly string[],
): readonly string[] {
  const length = Math.max(original.length, ours.length)
  const first = Array.from({ length }, (_, index) => index).find(index => original[index] !== ours[index])
  if (first === undefined) return []
  const excerpt = (lines: readonly string[]) =>
    lines
      .slice(first, first + 4)
      .map(line => `\n      ${line}`)
      .join('')
  return [`${what}, from line ${first + 1}:\n    original:${excerpt(original)}\n    ours:${excerpt(ours)}`]
}
