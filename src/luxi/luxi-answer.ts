import type { JsonValue } from '../cluster/json.ts'

/** The envelope of an answer on the wire (luxi.md section 3; Ganeti src/Ganeti/UDSServer.hs:368-376). */
export interface LuxiAnswer {
  readonly success: boolean
  readonly result: JsonValue
}
