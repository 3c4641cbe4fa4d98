/** A node group: where a permission may stand, and where its instances must stay. */
export interface Group {
  readonly uuid: string
  readonly name: string
  readonly tags: readonly string[]
}
