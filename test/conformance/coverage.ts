import { parseRepairTag } from '../../src/cluster/repair-tag.ts'
import type { Scenario } from './scenario.ts'
import type { Story, ToldRun } from './story.ts'

/** Something worth generating: whether a run of the original, or its scenario, shows it. */
type Sign = (run: ToldRun, scenario: Scenario) => boolean

const says =
  (pattern: RegExp): Sign =>
  run =>
    pattern.test(run.stdout)
const givesUp =
  (pattern: RegExp): Sign =>
  run =>
    run.exitCode === 1 && pattern.test(run.stderr)

/**
 * What the generated clusters are to show, each at least once; else the generator has come to cover less than it says.
 */
const SIGNS: Readonly<Record<string, Sign>> = {
  'a run that ended well': run => run.exitCode === 0,
  'a run given up': run => run.exitCode === 1,
  'fix-storage submitted': submitted('OP_INSTANCE_REPLACE_DISKS'),
  'failover submitted': submitted('OP_INSTANCE_FAILOVER'),
  'reinstall submitted': submitted('OP_INSTANCE_REINSTALL'),
  'with a delay': submitted('OP_TEST_DELAY'),
  'without a delay': run =>
    run.requests.some(text => text.includes('OP_INSTANCE_') && !text.includes('OP_TEST_DELAY')),
  'a reason given': (run, { options }) =>
    submitted('OP_')(run) && options.some(option => option.startsWith('--reason')),
  'failover refused': says(/Not performing a repair of type ArFailover/),
  'reinstall refused': says(/Not performing a repair of type ArReinstall/),
  'only up to fix-storage allowed': says(/only repairs up to ArFixStorage are allowed/),
  'only up to migrate allowed': says(/only repairs up to ArMigrate are allowed/),
  'only up to failover allowed': says(/only repairs up to ArFailover are allowed/),
  'not enabled': says(/because it's in state ArNotEnabled/),
  'suspended for ever': says(/because it's in state ArSuspended Forever/),
  'suspended until a time': says(/because it's in state ArSuspended \(Until /),
  'pending, then healthy': says(/ from "Pending repair" to "Healthy"/),
  'pending, then failure': says(/ from "Pending repair" to "Failure"/),
  'still pending': run => counted(run, 'Pending repair') > (run.stdout.match(/^Executing /gm)?.length ?? 0),
  'healed and repaired again in one run': says(
    /^Moving (\S+) from .* to "Healthy"[\s\S]*^Executing \w+ repair on \1$/m,
  ),
  'jobs of a pending tag looked up': run => run.requests.some(text => /QueryJobs","args":\[\[\d/.test(text)),
  'several jobs looked up': run => run.requests.some(text => /QueryJobs","args":\[\[\d+,/.test(text)),
  'a pending tag without jobs': run => run.requests.some(text => text.includes('QueryJobs","args":[[],')),
  'tags removed': says(/^>>> Removing the following tags/m),
  'several tags removed at once': says(/^>>> Removing the following tags.*\n".*\n"/m),
  'a failure that stays': run => counted(run, 'Failure') > 0 && !/to "Failure"/.test(run.stdout),
  'contradictory tags': givesUp(/older pending tag/),
  'a job that is gone': givesUp(/could not check job status/),
  'a tag job that failed': givesUp(/The following jobs failed/),
  'a node that does not answer': givesUp(/failed to load data/),
  'given up after something was submitted': run => run.exitCode === 1 && submitted('OP_')(run),
  'a warning of inconsistent data': run => /cluster has inconsistent data/.test(run.stderr),
  'the same on kvm': (run, { definition }) =>
    definition.cluster.hypervisor === 'kvm' && /cluster has inconsistent data/.test(run.stderr),
  'a dry run with repairs': says(/^jobs: \[\[/m),
  'no instances': (_run, { definition }) => definition.instances.length === 0,
  'several tags of one repair': (_run, { definition }) =>
    definition.instances.some(({ tags = [] }) => {
      const ids = tags.flatMap(tag => parseRepairTag(tag)?.id ?? [])
      return new Set(ids).size < ids.length
    }),
  'a forthcoming instance repaired': repairOf(({ forthcoming }) => forthcoming === true),
  'an instance marked offline repaired': repairOf(({ adminState }) => adminState === 'offline'),
  'a drained node': (_run, { definition }) => definition.nodes.some(node => node.drained === true),
  'a node without virtual machines': (_run, { definition }) =>
    definition.nodes.some(node => node.vmCapable === false),
  ...Object.fromEntries(
    (['drbd', 'plain', 'diskless', 'file', 'sharedfile', 'rbd', 'ext', 'gluster', 'blockdev'] as const).map(
      (template): [string, Sign] => [
        `an instance of template ${template}`,
        (_run, { definition }) => definition.instances.some(({ diskTemplate }) => diskTemplate === template),
      ],
    ),
  ),
}

/** In how many runs each sign was seen. */
export class Coverage {
  readonly counts = new Map(Object.keys(SIGNS).map(name => [name, 0]))
  runs = 0

  add(scenario: Scenario, original: Story): void {
    for (const run of original.runs) {
      this.runs += 1
      for (const [name, sign] of Object.entries(SIGNS))
        if (sign(run, scenario)) this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
    }
  }

  get never(): readonly string[] {
    return [...this.counts].filter(([, count]) => count === 0).map(([name]) => name)
  }

  get text(): string {
    return [...this.counts].map(([name, count]) => `${String(count).padStart(6)}  ${name}`).join('\n')
  }
}

function submitted(opId: string): (run: ToldRun) => boolean {
  return run =>
    run.requests.some(text => text.includes('"SubmitManyJobs"') && text.includes(`"OP_ID":"${opId}`))
}

function counted({ stdout }: ToldRun, state: string): number {
  return Number(new RegExp(`^${state}: (\\d+)$`, 'm').exec(stdout)?.[1] ?? 0)
}

type DefinedInstance = Scenario['definition']['instances'][number]

function repairOf(isSuch: (instance: DefinedInstance) => boolean): Sign {
  return (run, { definition }) =>
    definition.instances.some(
      instance => isSuch(instance) && run.stdout.includes(` repair on ${instance.name}\n`),
    )
}
