/** What --version tells about the machine beneath; src/cli/ports.ts reads it. */
export interface Platform {
  readonly nodeVersion: string
  readonly system: string
  readonly architecture: string
}

/** Ganeti's tools begin with this line, and scripts read the version from it. */
export function versionLine(version: string): string {
  return `harep (ganeti) version ${version}`
}

/** The text of --version. */
export function versionText(version: string, { nodeVersion, system, architecture }: Platform): string {
  return `${versionLine(version)}\nrunning on node ${nodeVersion}, ${system} ${architecture}\n`
}
