/** How harep is started. */
export interface HarepSettings {
  /** By cron, each so many seconds, the first time at this time. */
  readonly everySeconds: number
  readonly classic: boolean
  /** As the options of the command line; defaults as there, but for the settle time: none. */
  readonly settleSeconds?: number
  readonly maxOffline?: number
  readonly maxStopSeconds?: number
  readonly jobDelaySeconds?: number
  readonly waitSeconds?: number
}
