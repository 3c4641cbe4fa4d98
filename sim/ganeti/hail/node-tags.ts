/**
 * Node tags that mean something to hail because a tag of the cluster declares their class (tags.md section 4; Ganeti
 * src/Ganeti/HTools/Tags.hs): with `htools:nlocation:power` on the cluster, `power:a` on a node is a location.
 */

/** What follows `prefix` in those tags that begin with it and do not end there. */
export function tagsAfter(prefix: string, tags: readonly string[]): string[] {
  return tags.flatMap(tag =>
    tag.startsWith(prefix) && tag.length > prefix.length ? [tag.slice(prefix.length)] : [],
  )
}

/** Those of a node's tags that are of a class that the cluster declares with `prefix`. */
export function tagsOfClasses(
  prefix: string,
  clusterTags: readonly string[],
  nodeTags: readonly string[],
): ReadonlySet<string> {
  const classes = clusterTags.flatMap(tag => (tag.startsWith(prefix) ? [`${tag.slice(prefix.length)}:`] : []))
  return new Set(nodeTags.filter(tag => classes.some(name => tag.startsWith(name))))
}

/** Migration tags of which a node takes instances: its own, and those from which the cluster allows to come to them. */
export function acceptedMigrationTags(
  clusterTags: readonly string[],
  nodeTags: readonly string[],
): ReadonlySet<string> {
  const allowed = tagsAfter('htools:allowmigration:', clusterTags).flatMap(rule => {
    const parts = rule.split('::')
    const [from, to] = parts
    return from !== undefined && to !== undefined && parts.length === 2 ? [{ from, to }] : []
  })
  const accepted = new Set(tagsOfClasses('htools:migration:', clusterTags, nodeTags))
  for (const tag of [...accepted]) {
    for (const { from, to } of allowed) if (to === tag) accepted.add(from)
  }
  return accepted
}
