import { COPY_MIB_PER_SECOND, MOVE_OVERHEAD_SECONDS } from '../../src/planner/healing/table/local.ts'
import type { ReasonCode } from '../../src/planner/reason.ts'

/**
 * What an admin should know about a reason, and do: written by hand, in the manual below what the code says of itself. A code
 * without advice does not type-check.
 */
export const REASON_ADVICE: { readonly [Code in ReasonCode]: string } = {
  'admin-offline': `One of its nodes is not well, but somebody said \`gnt-instance modify --offline\` of it, so nothing is done about it.
\`gnt-instance modify --online\` makes it an instance again that harep looks after.`,
  'all-copies-offline': `Its disks are made anew on other nodes of its group: **all its data are lost**. If one of its nodes can be brought back with its
disks, suspend it first (\`gnt-instance add-tags INSTANCE ganeti:watcher:autorepair:suspend\`), then see
[Bringing a node back](#bringing-a-node-back). Else let harep go on, and restore a backup when it is done.`,
  'attempts-failed': `Three attempts were made, each in a job of its own, and nothing more is tried. \`gnt-job info\` has the reason of each. Mend
that, or repair the instance by hand, then \`harep clear INSTANCE\`. A re-creation is to be finished by hand first
([When a repair fails](#when-a-repair-fails)).`,
  busy: `Somebody else's job is queued or running on it; harep looks again when it has ended. A job that hangs is to be ended by whoever
submitted it (\`gnt-job info\`, \`gnt-job cancel\`).`,
  'changed-since': `Its re-creation stopped half way, and then something other than harep has had to do with it: perhaps an admin who restores a
backup, which a second attempt would overwrite. Or its job is so old that it is in the archive, and what others did since may be there, too. Look at it. Where nobody has finished it, install it
(\`gnt-instance reinstall\`) and start it, then \`harep clear INSTANCE\`. Clearing alone is not enough: without that record harep
sees nodes that are well, and calls the instance healthy although its disks may be blank. Where the node that had its disks is back in
service, the data is on it, in volumes of the same names: save or move it from there before you clear anything.`,
  'copy-behind': `The instance has run on node n1 while n2 was offline: it was failed over from n2, by whomever, or n2 was away for a while and
a job that is still in the queue brought it back (then it says “that node was offline until job 5 brought it back”). Before anything showed that n2's copy had been brought up to date, n1 went offline, too. A failover to n2 would lose what was written
meanwhile, and Ganeti would not object, so harep leaves it to you. If the other node can be brought back (\`gnt-node modify --offline=no n1\`), its
data are the newer ones; \`gnt-instance activate-disks INSTANCE\` then brings n2 up to date. If it cannot, and the older data are
better than none: \`gnt-instance failover INSTANCE\`. Half an hour in service beside a primary that is not offline counts for an
update, since ganeti-watcher connects such copies again; so does a successful \`activate-disks\`.`,
  'copy-on-drained-node': `It is down, and its data are on the drained node, to which Ganeti fails nothing over. With \`--drained=no\` there the next run
fails it over, if the tags allow \`failover\` and nothing else is in the way: what would be, the advice says. Drain the node again after that, and the runs that follow take the instance off it. It is never made anew.`,
  forthcoming: `One of its nodes is not well, but the instance exists in the configuration only. \`gnt-instance add --commit\` makes it a real one,
\`gnt-instance remove\` forgets it.`,
  'job-gone': `ganeti-cleaner deletes the files of jobs 21 days after their end. The tag is all that is left, and harep writes \`failure\` also
where the job was gone before it could see how that had ended. Look whether
the instance runs and where its disks are (\`gnt-instance info\`), and if it was a re-creation, what is on them; then
\`harep clear INSTANCE\`.`,
  'mixed-disks':
    'There is no repair for an instance whose disks are of several templates. Move it by hand, or bring its node back.',
  'no-room': `Nothing was submitted, and nothing has failed: the first run that finds room goes on. Bring a node back, add one to the group,
or make room (\`hbal -L -G GROUP\`; \`gnt-instance shutdown\` of what can wait, where memory lacks). The sentence says what lacks: disk,
memory on the one node that has its data, or another node at all; exclusion tags (\`htools:iextags:\`) count as well. Where it names old
volumes, the one node with room had the disks before they were made anew elsewhere, and a MOVE there stopped the instance and failed: it is not tried
there again while that failure is on record. The old volumes hold the data from before it was made anew, perhaps the last copy of it: save what is wanted. \`gnt-cluster
verify\` lists them as orphans; once they are removed, \`harep clear INSTANCE\`.`,
  'no-secondary': `A drbd instance always has two nodes. \`gnt-cluster verify\` shows what else is damaged; harep does not touch it.`,
  'node-silent': `The node is dead, or only its node daemon is; harep never guesses which. If it is dead, and is not coming back by itself, mark it:
the next run repairs its instances. If it lives, start ganeti-noded there. Instances that do not use this node are repaired all
the same.`,
  'nodes-fine': 'Nothing is to be done. Such instances are counted; `harep status --all` lists them.',
  'not-allowed': `The tag that decided stands in the sentence. A tag for more on the instance allows the repair, or on the object that decided; but of several
tags on one object the least destructive holds, so that those for less have to go. The
refusal is on record as a result \`enoperm\`, written once.`,
  'not-enabled': `No tag at all says anything about it. Give it one ([Permissions](#permissions)), or allow this one repair
([For one repair only](#permissions)); or leave it as it is: harep then only tells of it.`,
  'one-off-waiting': `Somebody has allowed one repair of it and it needs none. The permission is answered with a result \`success\`, and so used up, when
the suspension is over. To take it back: \`gnt-instance remove-tags INSTANCE TAG\`.`,
  'plain-drained': `MOVE stops it, copies its disks to another node of its group and starts it there; nothing is lost. The estimate is its disk size at
${COPY_MIB_PER_SECOND} MiB/s, plus ${MOVE_OVERHEAD_SECONDS} s. What must not be stopped at this time is to be suspended.`,
  'primary-drained': `A running instance migrates to its secondary without a stop; one that does not run is failed over, which starts it if it is marked
up. Then it gets a new secondary, off the drained node.`,
  'primary-offline': `FAILOVER starts it on its secondary, with all that drbd had copied; the guest sees a power cut. The next run gives it a new
secondary, if \`fix-storage\` is allowed, which \`failover\` includes.`,
  problem: `The sentence says what went wrong; it was told on standard error, too, and the run ended with 1. Nothing was begun on this instance,
and the next run tries again. Where the same comes back, [errors.md](errors.md) and \`gnt-job info\` help. “Did not begin in
time” means that Ganeti's queue did not come to the job that writes the tag (within 45 s where no job is under way, else within four minutes); with the tag the repair was withdrawn. If jobs
are under way, they may have all slots: wait for them, or give the queue more (\`gnt-cluster modify --max-running-jobs\`). If there are slots left, or
no job is under way, look for somebody's filter (\`gnt-filter list\`), and at last restart \`ganeti-luxid\`.`,
  'recreation-unfinished': `harep goes on from where its job stopped, if that can destroy nothing: makes the disks again, on other nodes; or only installs the
system; or only starts it. Up to three attempts, as with all repairs.`,
  'refused-for-now': `harep had found room, and Ganeti none when the job began. \`gnt-job info\` says what it lacked. This counts as no failure. To have it asked again at once: change anything about the nodes' room, for example move an instance away.`,
  'repair-cancelled': `Somebody cancelled the job; harep takes that for a no. \`harep clear INSTANCE\` when it may try again; if it was a re-creation
that had begun (\`gnt-job info\`), finish it by hand first. (A job that harep cancels itself is none of these: it gets the priority 19 before, or, where it waits for a lock already, is named by a job
\`TEST_DELAY(1.0e-3)\` that does nothing, with \`withdraws JOB\` as its reason.)`,
  'repair-failed': `A failure that is not tried again, and the sentence says why: its job is not marked as this repair (those of Ganeti's own harep and of
\`--classic\`, which give up at the first one, never are); the job has not failed, whatever the tag says; the process of a re-creation died, so that nothing tells
how far it came; a new secondary was written down before its copy was whole. See \`gnt-job info\`, mend it (\`gnt-instance info\`, \`gnt-cluster verify\`), then
\`harep clear INSTANCE\`. A re-creation is to be finished by hand first ([When a repair fails](#when-a-repair-fails)).`,
  'repair-running': `Its job waits or runs, and no second one is begun. If it never begins: \`gnt-job list\`, \`gnt-filter list\`, \`gnt-cluster queue info\`.`,
  'repair-submitted': 'This run has submitted it, and its tag is on record. The next run tells how it ended.',
  'result-waiting': `The job that writes its tags waits in the queue (\`gnt-job list\`) or could not be submitted; the next run sees to it.`,
  'retry-later': `The second attempt is made by the next run, the third an hour after the second has failed. \`gnt-job info\` tells why it failed; what you
mend before then will help.`,
  'runs-unwanted': `It runs, but it is marked down, and INSTANCE_MOVE starts only what is marked up: moving it would stop it for good. Say what
you want of it, with \`gnt-instance startup\` or \`gnt-instance shutdown\`; the next run moves it, if \`failover\` is allowed.`,
  'secondary-drained': `It gets another secondary, and runs on meanwhile. While its disks are copied the old secondary still has its copy, and Ganeti keeps the three nodes' resources
locked: what else is to be done with these waits.`,
  'secondary-offline': `It runs without a second copy until it has a new one. Should its primary die before, its data are lost: this repair is never held up
by settling times.`,
  settling: `Whoever marked the node may have been wrong, or it only reboots: what destroys data, or could start an instance twice, waits.
\`--settle-time=0\` for one run does not wait; but what has not begun by then the next run, with the usual time, takes back. So with more instances
than repairs at a time (ten), start one run after the other with it, or with \`--wait\`. Was the mark wrong? \`gnt-node modify --offline=no\`.`,
  'shared-drained': `As every node of the group reaches its disks, it goes to the one with most memory free: a running one migrates, another is failed over.`,
  'shared-offline': `As every node of the group reaches its disks, another one starts it. **Make sure that the node is dead**: one that is only cut off
may still run the instance, and two guests on one disk destroy it. This is what the settling time is for.`,
  'stop-too-long': `Ask its users for a time, and then \`gnt-instance move\` it, or shut it down (the next run moves a stopped one, if \`failover\` is allowed), or allow a longer stop
for one run with \`--max-stop=SECONDS\`.`,
  suspended: `A repair is due. The tag that suspends it, and the object that it stands on, are in the sentence. Where the repair would not be
allowed without it either, the advice has all that is needed, in its order.`,
  'tags-contradict': `Two repairs of one instance are on record as not finished: mostly since another tool, or a harep that was killed, has written one.
The older one is followed until its job ends, then the other. Nothing is begun meanwhile.`,
  'tags-malformed': `Somebody wrote a tag that looks like a record of harep's and is none, so what happened is unclear, and nothing is begun.
\`harep clear --all INSTANCE\` removes all records of repairs, these among them; permissions stay.`,
  'too-many-offline': `When so many nodes are gone it is more likely a switch or a power line than the nodes, and making disks anew would be a mistake that
nothing undoes. All other repairs go on. \`--max-offline=NODES\` for one run, when you are sure.`,
  unreadable: `luxid's answer about this instance makes no sense; all others are looked after. The run ends with 1. \`gnt-cluster verify\` may
know more.`,
  'user-down': `Its user has shut it down from within, and a failover or move would start it. If it may be started: \`gnt-instance startup\`, and the
next run migrates it. If it is to stay down: \`gnt-instance shutdown\`, and the next run takes it along as a stopped one.`,
  'would-submit': 'Only with `--dry-run`: the repair is due, allowed, and has room.',
  'wrong-node': `It runs on a node that is not its primary, mostly since a migration stopped half way. See \`gnt-cluster verify\`, and
\`gnt-instance migrate --cleanup\`; whatever harep did by the configuration might start it twice.`,
}
