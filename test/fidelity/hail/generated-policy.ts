import type { InstancePolicy, InstanceSpec } from '../../../sim/ganeti/hail/iallocator-document.ts'
import type { Dice } from './dice.ts'

/** A policy that is tighter than the default one: several alternatives, fewer templates, other ratios. */
export function generatedPolicy(dice: Dice, policy: InstancePolicy): InstancePolicy {
  const alternatives = dice.between(1, 3)
  return {
    ...policy,
    minmax: dice.happens(0.5)
      ? policy.minmax
      : Array.from({ length: alternatives }, () => ({ min: lowerBound(dice), max: upperBound(dice) })),
    'disk-templates': dice.happens(0.2) ? dice.some(policy['disk-templates'], 0.6) : policy['disk-templates'],
    'vcpu-ratio': dice.pick([4, 4, 1, 1.5, 2, 8]),
    'spindle-ratio': dice.pick([32, 32, 4, 1, 8.5]),
  }
}

function lowerBound(dice: Dice): InstanceSpec {
  return {
    'memory-size': dice.pick([4, 128, 512, 1024]),
    'disk-size': dice.pick([0, 512, 2048]),
    'disk-count': dice.pick([0, 1]),
    'cpu-count': dice.pick([1, 1, 2]),
    'nic-count': 0,
    'spindle-use': dice.pick([0, 1]),
  }
}

function upperBound(dice: Dice): InstanceSpec {
  return {
    'memory-size': dice.pick([1024, 4096, 32768]),
    'disk-size': dice.pick([4096, 20_480, 1_048_576]),
    'disk-count': dice.pick([1, 2, 16]),
    'cpu-count': dice.pick([2, 4, 8]),
    'nic-count': 8,
    'spindle-use': dice.pick([1, 2, 12]),
  }
}
