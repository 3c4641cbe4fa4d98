/** The guests of one machine, by the UUID of their instance. Tells `changed` of each that starts or stops there. */
export class GuestSet extends Set<string> {
  /** Called after the change. */
  changed: (uuid: string) => void = () => {}

  override add(uuid: string): this {
    const isNew = !this.has(uuid)
    super.add(uuid)
    if (isNew) this.changed(uuid)
    return this
  }

  override delete(uuid: string): boolean {
    const wasThere = super.delete(uuid)
    if (wasThere) this.changed(uuid)
    return wasThere
  }

  override clear(): void {
    for (const uuid of [...this]) this.delete(uuid)
  }
}
